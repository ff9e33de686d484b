//! The parameters and the body of an operation to the plain habits by which results come in pages.

use crate::ir::{
    Api, Constraint, Location, NextPage, Operation, Pagination, Shape, Struct, Type, TypeKind,
};
use crate::pointer::Pointer;

/// Properties that hold the items, the most telling first.
const ITEMS: &[&str] = &[
    "items", "results", "data", "value", "values", "records", "entries", "objects", "elements",
    "content", "list", "rows", "nodes", "hits",
];

/// Objects beside the items that say where the next page is.
const AROUND: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page_info",
    "pageInfo",
    "page",
    "response_metadata",
    "links",
    "_links",
    "cursors",
];

/// Cursors in a body, each with the parameters that take them, the most telling first.
const CURSORS: &[(&str, &[&str])] = &[
    ("next_page_token", &["page_token", "next_page_token"]),
    ("nextPageToken", &["pageToken", "nextPageToken"]),
    ("next_token", &["next_token", "token"]),
    ("nextToken", &["nextToken", "token"]),
    ("NextToken", &["NextToken"]),
    (
        "next_cursor",
        &[
            "cursor",
            "next_cursor",
            "after",
            "starting_after",
            "page_cursor",
        ],
    ),
    (
        "nextCursor",
        &[
            "cursor",
            "nextCursor",
            "after",
            "startingAfter",
            "pageCursor",
        ],
    ),
    ("continuation_token", &["continuation_token"]),
    ("continuationToken", &["continuationToken"]),
    ("next_marker", &["marker"]),
    ("nextMarker", &["marker"]),
    ("NextMarker", &["Marker"]),
    ("end_cursor", &["after", "cursor"]),
    ("endCursor", &["after", "cursor"]),
    ("next_page", &["page_token", "cursor"]),
    ("after", &["after"]),
    (
        "next",
        &["cursor", "after", "next", "starting_after", "token"],
    ),
    ("cursor", &["cursor", "after"]),
];

/// Addresses of the next page in a body.
const URLS: &[&str] = &[
    "next_link",
    "nextLink",
    "@odata.nextLink",
    "odata.nextLink",
    "next_url",
    "nextUrl",
    "next_page_url",
    "nextPageUrl",
    "next_page_uri",
    "next_uri",
    "nextUri",
];

/// Booleans that say whether there are more.
const MORE: &[&str] = &[
    "has_more",
    "hasMore",
    "has_next",
    "hasNext",
    "has_next_page",
    "hasNextPage",
    "more",
];

/// Parameters that are set to something of the last item.
const AFTER: &[&str] = &["starting_after", "startingAfter", "after_id", "after"];

/// Parameters that count items, and pages.
const OFFSETS: &[&str] = &[
    "offset",
    "skip",
    "start_index",
    "startIndex",
    "$skip",
    "page[offset]",
];
const NUMBERS: &[&str] = &[
    "page",
    "page_number",
    "pageNumber",
    "page_no",
    "pageNo",
    "page_num",
    "pageNum",
    "page[number]",
];

/// Where a page says which one it is.
const OWN_NUMBERS: &[&str] = &[
    "number",
    "page",
    "page_number",
    "pageNumber",
    "current_page",
    "currentPage",
    "page_index",
    "pageIndex",
];

/// Parameters that say how large a page is.
const SIZES: &[&str] = &[
    "limit",
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "size",
    "count",
    "max_results",
    "maxResults",
    "top",
    "$top",
    "page[size]",
    "page[limit]",
    "take",
    "pagesize",
    "perpage",
];

/// The name for the size that came with Rails, beside which pages are counted from 1.
const SIZES_FROM_1: &[&str] = &["per_page", "perPage", "perpage"];

/// How an operation's results look to come in pages.
pub(super) fn recognised(api: &Api, operation: &Operation) -> Option<Pagination> {
    let looks = Looks::of(api, operation)?;
    let next = looks
        .link()
        .or_else(|| looks.cursor())
        .or_else(|| looks.last())
        .or_else(|| looks.url())
        .or_else(|| looks.counted())?;
    // What a link or an address says needs no second word.
    let more = match &next {
        NextPage::Link | NextPage::Url { .. } => None,
        _ => looks.more(),
    };
    Some(Pagination {
        items: looks.items.clone(),
        more,
        next,
    })
}

/// What of an operation tells.
struct Looks<'a> {
    api: &'a Api,
    operation: &'a Operation,
    page: &'a Shape,
    /// Pointer to the items.
    items: String,
    item: &'a Shape,
}

impl<'a> Looks<'a> {
    fn of(api: &'a Api, operation: &'a Operation) -> Option<Self> {
        let page = operation.page()?;
        let items = items(api, page)?;
        let item = api.types.items_at(page, &items)?;
        Some(Self {
            api,
            operation,
            page,
            items,
            item,
        })
    }

    /// The first of some names that a query parameter has.
    fn parameter(&self, names: &[&str]) -> Option<String> {
        let has = |name: &&&str| {
            let mut parameters = self.operation.parameters.iter();
            parameters.any(|it| it.location == Location::Query && it.wire == ***name)
        };
        names.iter().find(has).map(|name| (*name).to_owned())
    }

    /// The places of a name in the body: of its own, or of an object beside the items.
    fn places(&self, name: &str) -> impl Iterator<Item = (String, &'a Shape)> {
        let outer = Pointer::root();
        let inner = AROUND.iter().map(|around| Pointer::root().key(around));
        let places = std::iter::once(outer).chain(inner);
        let places: Vec<_> = places
            .filter_map(|at| {
                let at = at.key(name).as_str().to_owned();
                let shape = self.api.types.reach(self.page, &at)?;
                Some((at, self.api.types.unaliased(shape)))
            })
            .collect();
        places.into_iter()
    }

    fn link(&self) -> Option<NextPage> {
        let responses = self.operation.responses.success.iter();
        let mut headers = responses.flat_map(|response| &response.headers);
        let has = headers.any(|header| header.wire.eq_ignore_ascii_case("link"));
        has.then_some(NextPage::Link)
    }

    fn cursor(&self) -> Option<NextPage> {
        CURSORS.iter().find_map(|(name, parameters)| {
            let parameter = self.parameter(parameters)?;
            let mut places = self.places(name);
            let (next, _) = places
                .find(|(_, shape)| super::is_scalar(self.api, shape) && !is_address(shape))?;
            Some(NextPage::Cursor { parameter, next })
        })
    }

    /// `has_more` beside `starting_after`, which is set to the `id` of the last item.
    fn last(&self) -> Option<NextPage> {
        self.more()?;
        let parameter = self.parameter(AFTER)?;
        let id = self.api.types.reach(self.item, "/id")?;
        let is_text = super::is_scalar(self.api, id) && !self.item.nullable;
        is_text.then(|| NextPage::Last {
            parameter,
            key: "/id".to_owned(),
        })
    }

    fn url(&self) -> Option<NextPage> {
        let named = URLS.iter().flat_map(|name| self.places(name));
        let is_text = |shape: &Shape| shape.ty == Type::String;
        // A `next` beside a `previous` is an address, as a cursor for which there is no parameter is none.
        let has_previous = ["previous", "prev"]
            .iter()
            .any(|name| self.places(name).next().is_some());
        let next = self
            .places("next")
            .filter(|(_, shape)| has_previous || is_address(shape));
        let href = self
            .api
            .types
            .reach(self.page, "/_links/next/href")
            .map(|shape| ("/_links/next/href".to_owned(), shape));
        let (next, _) = named
            .chain(next)
            .chain(href)
            .find(|(_, shape)| is_text(shape))?;
        Some(NextPage::Url { next })
    }

    /// A parameter that counts, beside one for the size of a page.
    fn counted(&self) -> Option<NextPage> {
        self.parameter(SIZES)?;
        if let Some(parameter) = self.parameter(OFFSETS) {
            return self
                .counts(&parameter)
                .then_some(NextPage::Offset { parameter });
        }
        let parameter = self.parameter(NUMBERS)?;
        if !self.counts(&parameter) {
            return None;
        }
        let first = self.operation.first_page(&parameter);
        let has_default = self.operation.parameters.iter().any(|it| {
            it.location == Location::Query && it.wire == parameter && it.default.is_some()
        });
        // The page's own number may be counted from elsewhere than what the parameter says itself.
        let number = (!has_default).then(|| self.number(&parameter)).flatten();
        // Some count from 0 and some from 1: whoever takes the one for the other loses a page.
        let is_told = first.is_some() || number.is_some();
        let counts_from_1 = !is_told && self.parameter(SIZES_FROM_1).is_some();
        (is_told || counts_from_1).then_some(NextPage::Page {
            parameter,
            first: counts_from_1.then_some(1),
            number,
        })
    }

    /// Where a page says which one it is: by the parameter's name, or by one that means nothing else.
    fn number(&self, parameter: &str) -> Option<String> {
        let names = std::iter::once(parameter).chain(OWN_NUMBERS.iter().copied());
        let mut places = names.flat_map(|name| self.places(name));
        let found = places.find(|(_, shape)| matches!(shape.ty, Type::Integer(_)));
        Some(found?.0)
    }

    /// Whether a parameter holds a number.
    fn counts(&self, name: &str) -> bool {
        let mut parameters = self.operation.parameters.iter();
        parameters.any(|it| {
            let ty = &self.api.types.unaliased(&it.shape).ty;
            it.wire == name && matches!(ty, Type::Integer(_) | Type::F64 | Type::F32)
        })
    }

    fn more(&self) -> Option<String> {
        MORE.iter().find_map(|name| {
            let mut places = self.places(name);
            let (place, _) = places.find(|(_, shape)| shape.ty == Type::Bool)?;
            Some(place)
        })
    }
}

/// Whether a text is an address by its format.
fn is_address(shape: &Shape) -> bool {
    let is_uri = |constraint: &Constraint| match constraint {
        Constraint::Format(check) => check.name.starts_with("uri") || check.name.starts_with("iri"),
        _ => false,
    };
    shape.constraints.iter().any(is_uri)
}

/// Pointer to the items of a page: the page itself, a property that is called as usual, or the only list.
fn items(api: &Api, page: &Shape) -> Option<String> {
    if matches!(api.types.unaliased(page).ty, Type::List(_)) {
        return Some(String::new());
    }
    let object = object(api, page)?;
    let lists: Vec<&str> = object
        .fields
        .iter()
        .filter(|field| matches!(api.types.unaliased(&field.shape).ty, Type::List(_)))
        .map(|field| field.wire.as_str())
        .collect();
    let usual = ITEMS.iter().find(|name| lists.contains(*name)).copied();
    let name = match lists.as_slice() {
        [only] => Some(*only),
        _ => usual,
    }?;
    Some(Pointer::root().key(name).as_str().to_owned())
}

fn object<'a>(api: &'a Api, shape: &Shape) -> Option<&'a Struct> {
    let (Type::Named(id) | Type::Boxed(id)) = api.types.unaliased(shape).ty else {
        return None;
    };
    match &api.types[id].kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}
