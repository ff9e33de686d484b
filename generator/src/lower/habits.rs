//! What server frameworks call operations → what their authors called them: the habits of FastAPI, NestJS,
//! springdoc and ASP.NET, of which each is told by the operation alone, so that no other changes its name.

use heck::ToSnakeCase;

use crate::method::Method;

/// The end of springdoc's tags.
const CONTROLLER: &str = "-controller";

/// An operation, as far as its name goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'n> {
    pub(super) id: Option<&'n str>,
    pub(super) path: &'n str,
    pub(super) method: &'n Method,
    pub(super) tag: Option<&'n str>,
    /// Whether its method is its tag's.
    pub(super) is_of_tag: bool,
}

impl Named<'_> {
    /// A method of a class: what the class is need not be said where the tag says it.
    fn method_of(&self, class: &str, method: &str) -> String {
        let of_class = |tag: &str| words(plain_tag(tag)) == words(class);
        match self.is_of_tag && self.tag.is_some_and(of_class) {
            true => method.to_owned(),
            false => joined(class, method),
        }
    }
}

/// The name of an operation without what its framework adds.
pub(super) fn plain(of: &Named<'_>) -> String {
    let Some(id) = of.id else {
        return short_path(&of.method.word(), of.path);
    };
    let habits = [
        fastapi,
        nest,
        aspnet,
        springdoc,
        springfox,
        swashbuckle,
        path_again,
        tag_again,
    ];
    let found = habits.into_iter().find_map(|habit| habit(id, of));
    found.unwrap_or_else(|| id.to_owned())
}

/// `read_item_items__item_id__get`: the function, the path with `_` for what is no letter, the method.
fn fastapi(id: &str, of: &Named<'_>) -> Option<String> {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let path: String = of.path.chars().map(plain).collect();
    let ending = format!("{path}_{}", of.method.word());
    let name = id.strip_suffix(ending.as_str())?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// `CatsController_findAll`: the class and its method.
fn nest(id: &str, of: &Named<'_>) -> Option<String> {
    let (class, method) = id.split_once('_')?;
    let class = class.strip_suffix("Controller")?;
    let is_class = class.starts_with(char::is_uppercase) && !method.is_empty();
    is_class.then(|| of.method_of(class, method))
}

/// `Cats_GetAll` of the tag `Cats`: the controller and its action.
fn aspnet(id: &str, of: &Named<'_>) -> Option<String> {
    let (controller, action) = id.split_once('_')?;
    let is_controller = words(of.tag?) == words(controller);
    let is_action = action.starts_with(char::is_uppercase);
    (is_controller && is_action).then(|| of.method_of(controller, action))
}

/// `ApiCatsByIdGet`: the path, then the method.
fn swashbuckle(id: &str, of: &Named<'_>) -> Option<String> {
    let mut path = Vec::new();
    for segment in segments(of.path) {
        match segment {
            Segment::Text(text) => path.extend(words(text)),
            Segment::Parameter(name) => {
                path.push("by".to_owned());
                path.extend(words(name));
            }
        }
    }
    path.push(of.method.word());
    (path.len() > 1 && words(id) == path).then(|| short_path(&of.method.word(), of.path))
}

/// `findAll_1` of the tag `pet-controller`: a method that has the name of another class's.
fn springdoc(id: &str, of: &Named<'_>) -> Option<String> {
    let (method, number) = id.rsplit_once('_')?;
    let class = of.tag?.strip_suffix(CONTROLLER)?;
    let method = without_verb(method, of.method).unwrap_or(method);
    is_number(number).then(|| of.method_of(class, method))
}

/// `findAllUsingGET`: the method of a class, and that of HTTP.
fn springfox(id: &str, of: &Named<'_>) -> Option<String> {
    without_verb(id, of.method).map(str::to_owned)
}

fn without_verb<'i>(id: &'i str, method: &Method) -> Option<&'i str> {
    let rest = id.strip_suffix(&method.as_str().to_ascii_uppercase())?;
    let rest = rest.strip_suffix("Using")?;
    (!rest.is_empty()).then_some(rest)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A tag without what springdoc adds to the name of a class.
pub(super) fn plain_tag(tag: &str) -> &str {
    let plain = tag.strip_suffix(CONTROLLER);
    plain.filter(|plain| !plain.is_empty()).unwrap_or(tag)
}

/// `actions/get-allowed-actions` of the tag `actions`: the tag, and a method that says it again.
fn tag_again(id: &str, of: &Named<'_>) -> Option<String> {
    let class = words(of.tag?);
    let all = words(id);
    let method = all.strip_prefix(class.as_slice())?;
    let method = (!method.is_empty()).then(|| method.join(" "))?;
    let named = of.method_of(of.tag?, &method);
    (words(&named).len() < all.len()).then_some(named)
}

/// `get-companies-companyId-users-userId`, `get_files_id_versions_id`: the method and the path again.
fn path_again(id: &str, of: &Named<'_>) -> Option<String> {
    let words = words(id);
    let (first, rest) = words.split_first()?;
    let mut rest = rest.iter();
    let is_path = *first == of.method.word()
        && segments(of.path).all(|segment| match segment {
            Segment::Text(text) => self::words(text)
                .iter()
                .all(|word| rest.next() == Some(word)),
            Segment::Parameter(name) => {
                let name = self::words(name);
                let mut ahead = rest.clone();
                let is_whole = name.iter().all(|word| ahead.next() == Some(word));
                match is_whole {
                    true => rest = ahead,
                    // What only says that it is an id.
                    false
                        if name
                            .last()
                            .is_some_and(|last| rest.clone().next() == Some(last)) =>
                    {
                        rest.next();
                    }
                    false => return false,
                }
                true
            }
        })
        && rest.next().is_none();
    is_path.then(|| short_path(&of.method.word(), of.path))
}

enum Segment<'p> {
    Text(&'p str),
    Parameter(&'p str),
}

fn segments(path: &str) -> impl Iterator<Item = Segment<'_>> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        name.map_or(Segment::Text(segment), Segment::Parameter)
    })
}

/// `get /api/v1/companies/{companyId}/users/{userId}` → `get companies users by id`: of the parameters those
/// at the end are said, by what they add to the collection before them.
fn short_path(method: &str, path: &str) -> String {
    let segments: Vec<Segment<'_>> = segments(path).collect();
    // The first version needs no name; others have theirs.
    let is_said = |segment: &&Segment<'_>| !matches!(segment, Segment::Text("api" | "v1"));
    let starts = segments.iter().take(2);
    let start = starts.take_while(|segment| !is_said(segment)).count();
    let start = if start == segments.len() { 0 } else { start };
    let mut said = vec![method.to_owned()];
    let mut collection: Vec<String> = Vec::new();
    let mut parameters: Vec<String> = Vec::new();
    for segment in &segments[start..] {
        match segment {
            Segment::Text(text) => {
                collection = words(text);
                said.extend(collection.iter().cloned());
                parameters.clear();
            }
            Segment::Parameter(name) => {
                let name = words(name);
                let is_new = |word: &&String| !collection.iter().any(|other| is_of(word, other));
                let own: Vec<String> = name.iter().filter(is_new).cloned().collect();
                let link = if parameters.is_empty() { "by" } else { "and" };
                parameters.push(link.to_owned());
                parameters.extend(if own.is_empty() { name } else { own });
            }
        }
    }
    said.extend(parameters);
    if said.len() == 1 {
        said.push("root".to_owned());
    }
    said.join(" ")
}

/// Whether a word is another, or one of what that is several of.
fn is_of(word: &str, other: &str) -> bool {
    let singular = other.strip_suffix("ies").map(|stem| format!("{stem}y"));
    word == other
        || other.strip_suffix('s') == Some(word)
        || other.strip_suffix("es") == Some(word)
        || singular.as_deref() == Some(word)
}

/// The words of a name in small letters.
fn words(name: &str) -> Vec<String> {
    let snake = name.to_snake_case();
    let words = snake.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What a class and its method are called together: without the words of the class that the method says
/// too, so that `pets` and `list_pets` are `list pets`.
pub(super) fn joined(class: &str, method: &str) -> String {
    let method = words(method);
    let is_said = |word: &String| {
        let mut said = method.iter();
        said.any(|later| is_of(word, later) || is_of(later, word))
    };
    let class = words(class).into_iter().filter(|word| !is_said(word));
    let all: Vec<String> = class.chain(method.iter().cloned()).collect();
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str, method: &str, path: &str, tag: &str) -> String {
        plain(&Named {
            id: (!id.is_empty()).then_some(id),
            path,
            method: &Method::of_key(method).unwrap(),
            tag: (!tag.is_empty()).then_some(tag),
            is_of_tag: false,
        })
    }

    #[test]
    fn what_frameworks_add_is_taken_away() {
        let cases = [
            (
                "read_item_items__item_id__get",
                "get",
                "/items/{item_id}",
                "",
                "read_item",
            ),
            (
                "CatsController_findAll",
                "get",
                "/cats",
                "",
                "cats find all",
            ),
            ("PetsController_listPets", "get", "/pets", "", "list pets"),
            (
                "findAll_1",
                "get",
                "/pets",
                "pet-controller",
                "pet find all",
            ),
            ("findAll", "get", "/pets", "pet-controller", "findAll"),
            (
                "findAllUsingGET",
                "get",
                "/pets",
                "pet-controller",
                "findAll",
            ),
            (
                "findAllUsingGET_1",
                "get",
                "/pets",
                "pet-controller",
                "pet find all",
            ),
            ("Cats_GetAll", "get", "/cats", "Cats", "cats get all"),
            (
                "ApiCatsByIdGet",
                "get",
                "/api/cats/{id}",
                "Cats",
                "get cats by id",
            ),
            (
                "get-companies-companyId-users-userId",
                "get",
                "/companies/{companyId}/users/{userId}",
                "",
                "get companies users by id",
            ),
            (
                "get_files_id_versions_id",
                "get",
                "/files/{file_id}/versions/{file_version_id}",
                "",
                "get files versions by file id",
            ),
            ("", "get", "/api/v1/pets/{petId}", "", "get pets by id"),
            ("", "get", "/v2/pets", "", "get v2 pets"),
            ("", "get", "/", "", "get root"),
            ("listPets", "get", "/pets", "", "listPets"),
        ];
        for (id, method, path, tag, expected) in cases {
            assert_eq!(named(id, method, path, tag), expected, "{id} {path}");
        }
    }
}
