//! Operations, what they send and what comes back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::called::Called;
use super::part::Part;
use super::wire::{Data, Plain, Wire};
use super::xml::Xml;
use super::{Docs, Location, Method, Name, ObjectConstraint, Pagination, Shape, TypeId, Types};
use crate::pointer::Pointer;

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info` as docs.
    pub docs: Docs,
    /// Top-level servers, at least one (`/` when the document names none).
    pub servers: Vec<Server>,
    /// In the order of their names.
    pub security_schemes: Vec<SecurityScheme>,
    /// All types.
    pub types: Types,
    /// In the order of their modules, then names.
    pub operations: Vec<Operation>,
    /// What the server calls at addresses of others, callbacks and then webhooks, by names.
    pub called: Vec<Operation>,
    /// Schemas judged on JSON, for [`Constraint::Check`](super::Constraint::Check).
    pub checks: crate::ir::check::Checks,
    /// Rules across the fields of types.
    pub rules: Vec<crate::ir::cel::CelRule>,
    /// Types that are one, since their schemas are equal.
    pub equal: Vec<Equal>,
    /// Types whose methods are the operations of a module, by modules, where those are not the client's.
    pub groups: BTreeMap<Name, Group>,
    /// Modules of types that several modules of operations reach, and no others do.
    pub shared: BTreeMap<Name, Vec<Name>>,
}

/// A type that has the operations of one tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The tag.
    pub tag: String,
    /// The client's method that gives it: `cats`.
    pub method: Name,
    /// Its name: `CatsClient`.
    pub name: Name,
    /// Whether it has what the server calls, and no tag.
    pub is_called: bool,
}

impl Api {
    /// The path of an operation's method: `Client::list_cats`, `CatsClient::list`.
    pub fn method_path(&self, operation: &Operation) -> String {
        let group = self.groups.get(&operation.module);
        let owner = group.map_or("Client", |group| group.name.as_str());
        format!("{owner}::{}", operation.name.as_str())
    }
}

/// Places of the document whose schemas are equal, texts aside, and the one type of them all.
#[derive(Clone, Debug, PartialEq)]
pub struct Equal {
    /// The type: that of the first place, or one with a name that places have in common.
    pub id: TypeId,
    /// The types of the places, which are aliases of it, in the order of the places.
    pub members: Vec<Member>,
}

/// The type of one of several equal places.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its own name.
    pub id: TypeId,
    /// What the builder is called after it, where there is one.
    pub builder: Option<Name>,
}

impl Equal {
    /// That places have one type.
    pub fn new(id: TypeId, members: &[TypeId]) -> Self {
        let member = |id: &TypeId| Member {
            id: *id,
            builder: None,
        };
        Self {
            id,
            members: members.iter().map(member).collect(),
        }
    }

    /// The types that are only other names of it.
    pub fn others(&self) -> impl Iterator<Item = TypeId> {
        let members = self.members.iter().map(|member| member.id);
        members.filter(|member| *member != self.id)
    }
}

/// A server's address, with variables in braces.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The address: absolute, or relative to where the document was published.
    pub url: String,
    /// What it is.
    pub description: Option<String>,
    /// In the order of their names.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// As between the braces.
    pub name: String,
    /// Used where nothing else is set.
    pub default: String,
    /// The only values allowed; any when empty.
    pub values: Vec<String>,
}

/// A way to prove who one is.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// Its name under `components.securitySchemes`.
    pub name: String,
    /// The method that judges it where the API is served.
    pub method: Name,
    /// Its kind.
    pub kind: SecurityKind,
    /// What the document says about it.
    pub description: Option<String>,
    /// What else there is to know for who uses it, in sentences.
    pub notes: Vec<String>,
}

/// The addresses of the flows by which users log in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserFlows {
    /// `authorizationUrl` of the authorization code, or else of the implicit flow.
    pub authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// `deviceAuthorizationUrl`.
    pub device_url: Option<String>,
}

/// The kinds of security schemes.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityKind {
    /// `http` with `basic`.
    Basic,
    /// `http` with `bearer`.
    Bearer,
    /// `http` with another scheme name: the credential is sent after that name.
    Http(String),
    /// `apiKey`, in that place under that name.
    ApiKey(ApiKeyPlace, String),
    /// `oauth2`, with the token address of the client-credentials flow, if there is one.
    OAuth2 {
        /// `flows.clientCredentials.tokenUrl`.
        token_url: Option<String>,
        /// What the flows of users state.
        users: UserFlows,
    },
    /// `openIdConnect`: a bearer token of the caller's.
    OpenIdConnect {
        /// Where the provider describes itself, as it is stated.
        url: String,
    },
    /// `mutualTLS`: nothing is added to the request.
    MutualTls,
}

/// Where an API key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyPlace {
    /// A header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

/// Schemes that are all needed: index into [`Api::security_schemes`], and scopes.
pub type Requirement = Vec<(usize, Vec<String>)>;

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or method and path.
    pub id: String,
    /// What the document calls it, where its method is called otherwise.
    pub other_name: Option<String>,
    /// The client's method: `modify_token`.
    pub name: Name,
    /// The call's type: `ModifyToken`.
    pub call: Name,
    /// The error's type: `ModifyTokenError`.
    pub error: Name,
    /// The type of the responses' headers, where any is documented: `ModifyTokenHeaders`.
    pub headers: Option<Name>,
    /// The file below `operations/`, from the first tag.
    pub module: Name,
    /// The modules that it is in, the outermost first: the tags above its own.
    pub parents: Vec<Name>,
    /// Where the document defines it.
    pub source: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Its method.
    pub method: Method,
    /// Its path, as in the document.
    pub path: String,
    /// What of it is sent as the path, percent-encoded but for names in braces.
    pub path_template: String,
    /// What of it is sent as the start of the query: `list-type=2`.
    pub query_template: String,
    /// The path's pieces; every `Parameter` names one of [`Self::parameters`] by index.
    pub segments: Vec<PathSegment>,
    /// Required ones first, each part in the document's order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub responses: Responses,
    /// One of these must be met; none is needed when empty.
    pub security: Vec<Requirement>,
    /// Servers of its own, in place of the API's.
    pub servers: Vec<Server>,
    /// Whether it may be sent twice.
    pub idempotent: bool,
    /// How to go on to the next page.
    pub pagination: Option<Pagination>,
    /// What it is to the server, where it is the server that calls it.
    pub called: Option<Called>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum PathSegment {
    /// Text, as in the document.
    Literal(String),
    /// The value of the parameter of that index.
    Parameter(usize),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The argument's or setter's name, unique in the operation.
    pub name: Name,
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// How it is written.
    pub form: Wire,
    /// Of the whole query as a form: the properties whose Encoding Object says how they are written.
    pub encoded: Option<Vec<EncodedProperty>>,
    /// `allowEmptyValue`.
    pub allow_empty: bool,
    /// Required ones are arguments, optional ones setters.
    pub required: bool,
    /// The one value that it can have, of those that are required: nobody is asked for it.
    pub fixed: Option<Value>,
    /// What it holds.
    pub shape: Shape,
    /// What the document says about it.
    pub docs: Docs,
    /// Where the document states it.
    pub source: Pointer,
    /// `default`, documented and not applied.
    pub default: Option<Value>,
}

impl Parameter {
    /// Whether callers hand it over in any case.
    pub fn is_argument(&self) -> bool {
        self.required && self.fixed.is_none()
    }
}

/// A request's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Whether it must be sent: then it is an argument, else a setter `body`.
    pub required: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// How the caller gives it.
    pub argument: BodyArgument,
    /// Other media types of the same data: a caller needs one of them, and who serves reads them all.
    pub alternatives: Vec<Alternative>,
    /// Where the document states it.
    pub source: Pointer,
}

impl Body {
    /// All that it may be, by media type and by shape.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        let (single, several) = match &mut self.argument {
            BodyArgument::Single(content) => (Some(content), None),
            BodyArgument::Several { variants, .. } => (None, Some(variants)),
        };
        let several = several.into_iter().flatten().map(|(_, content)| content);
        let alternatives = self.alternatives.iter_mut();
        let alternatives = alternatives.map(|alternative| &mut alternative.content);
        single.into_iter().chain(several).chain(alternatives)
    }
}

/// Another media type of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Which of the contents that callers choose from has the same data.
    pub of: usize,
    /// How it is read.
    pub content: Content,
}

/// How the caller gives a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyArgument {
    /// One media type: the payload itself.
    Single(Content),
    /// Several: a generated enum of that name, a variant for each.
    Several {
        /// The enum's name.
        name: Name,
        /// Variant and content.
        variants: Vec<(Name, Content)>,
    },
}

/// One media type of a body or a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// As in the document, with parameters: `application/json`, `image/*`.
    pub media_type: String,
    /// How it is read and written.
    pub kind: MediaKind,
    /// Example bodies of the document.
    pub examples: Vec<Value>,
    /// What tells it from others of the same media type: the branch of a union that it is.
    pub branch: Option<String>,
    /// Where the document states it.
    pub source: Pointer,
}

/// Events of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct EventKind {
    /// The variant.
    pub name: Name,
    /// The types that are meant; of all others where there are none.
    pub events: Vec<String>,
    /// What the data is.
    pub shape: Shape,
    /// How it is written.
    pub data: EventData,
}

/// How the data of an event is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventData {
    /// As JSON.
    Json,
    /// As the text of a single value.
    Text,
    /// As a text where it is a string, else as JSON: the document does not say.
    Either,
}

/// How a media type is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum MediaKind {
    /// JSON, `+json`.
    Json(Shape),
    /// XML, by how its schema is written.
    Xml(Shape, Xml),
    /// `application/x-www-form-urlencoded`.
    Form(Shape, Vec<EncodedProperty>),
    /// `multipart/*`: the parts, in the document's order, gathered in a generated struct.
    Multipart {
        /// The struct's name.
        name: Name,
        /// Its parts.
        parts: Vec<Part>,
        /// What must hold between them.
        constraints: Vec<ObjectConstraint>,
        /// Where no others may be there: the names of those that may nevertheless, though nothing is said of them here.
        closed: Option<Vec<String>>,
    },
    /// `text/*`, XML: the text of a single value.
    Text(Shape, Plain),
    /// Anything else: bytes to send, a stream of bytes to receive.
    Bytes,
    /// Bytes that travel as base64.
    Base64,
    /// `text/event-stream`: events whose data has that shape.
    EventStream(Shape, EventData),
    /// `multipart/*` as a response: parts that hold a value, or bytes.
    PartStream(Option<(Shape, EventData)>),
    /// `text/event-stream`: events whose type says what their data is, gathered in a generated enum.
    TypedEvents(Name, Vec<EventKind>),
    /// JSON lines, `application/x-ndjson`, `json-seq`.
    JsonLines(Shape),
}

/// `encoding` of a property of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedProperty {
    /// The property's name on the wire.
    pub wire: String,
    /// How it is written.
    pub form: Wire,
}

/// What comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Responses {
    /// 2xx. One: the call's output is its payload (`()` without content). Several: a generated enum.
    pub success: Vec<Response>,
    /// The enum's name, when there are several payloads.
    pub success_enum: Option<Name>,
    /// The others, most specific first: a generated enum, a variant for each.
    pub errors: Vec<Response>,
}

/// Which statuses a response describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusMatch {
    /// That one.
    Exact(u16),
    /// Its hundred: `4` for `4XX`.
    Range(u8),
    /// All others.
    Default,
}

/// A documented response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// When it applies.
    pub status: StatusMatch,
    /// What the document says about it.
    pub docs: Docs,
    /// The variants, one for each media type; one without content where there is none.
    pub variants: Vec<ResponseVariant>,
    /// In the order of their names.
    pub headers: Vec<Header>,
    /// Where the document states it.
    pub source: Pointer,
}

/// A response in one media type.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// Its variant in the enum, where there is an enum: `NotFound`.
    pub name: Name,
    /// The body; none without content.
    pub content: Option<Content>,
}

/// A response's header.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its accessor's name.
    pub name: Name,
    /// Its name on the wire.
    pub wire: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// How it is written: in the style `simple`, or as JSON.
    pub form: Wire,
    /// What is read of it.
    pub data: Data,
    /// What the document says about it.
    pub docs: Docs,
}
