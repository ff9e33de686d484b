//! What a document says of its API, as static tables that generated code fills in.

/// An API: where it is served and how it is secured.
#[derive(Debug, Clone, Copy)]
pub struct ApiInfo {
    /// A short name in kebab case, which names environment variables and the user agent.
    pub name: &'static str,
    /// In the document's order; the first is the default.
    pub servers: &'static [Server],
    /// In the order that [`SchemeUse::scheme`] counts in.
    pub schemes: &'static [SecurityScheme],
    /// The variables that only servers of single operations have.
    pub variables: &'static [&'static str],
}

/// A server, whose URL may hold `{variables}`.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// Absolute, or relative to where the document was found, in which case a client needs a server of its own.
    pub url: &'static str,
    pub description: &'static str,
    pub variables: &'static [ServerVariable],
}

/// A variable of a server's URL.
#[derive(Debug, Clone, Copy)]
pub struct ServerVariable {
    pub name: &'static str,
    pub default: &'static str,
    /// The values that are allowed; any, if empty.
    pub values: &'static [&'static str],
    pub description: &'static str,
}

/// A way to show who is calling.
#[derive(Debug, Clone, Copy)]
pub struct SecurityScheme {
    /// Its key in the document's `securitySchemes`.
    pub name: &'static str,
    pub kind: SchemeKind,
}

/// What a security scheme sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: Bearer …`.
    Bearer,
    /// Another scheme of HTTP's registry: `Authorization: <scheme> …`.
    Http { scheme: &'static str },
    /// A key under a name of its own.
    ApiKey {
        location: KeyLocation,
        name: &'static str,
    },
    /// A bearer token from an OAuth 2 server; `token_url` is that of the client-credentials flow, `users`
    /// what the flows of users state.
    OAuth2 {
        token_url: Option<&'static str>,
        users: UserFlows,
    },
    /// A bearer token from an OpenID Connect provider.
    OpenIdConnect { url: &'static str },
    /// A client certificate, which the transport presents.
    MutualTls,
}

/// The addresses of the flows by which users log in, as the document writes them: some are relative to the
/// server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UserFlows {
    pub authorization_url: Option<&'static str>,
    pub token_url: Option<&'static str>,
    pub refresh_url: Option<&'static str>,
    pub device_url: Option<&'static str>,
}

/// Where an API key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyLocation {
    Header,
    Query,
    Cookie,
}

/// That an operation needs a scheme, with these scopes.
#[derive(Debug, Clone, Copy)]
pub struct SchemeUse {
    /// Index into [`ApiInfo::schemes`].
    pub scheme: usize,
    pub scopes: &'static [&'static str],
}

/// An operation of an API.
///
/// Written with `..Operation::DEFAULT`, so that a new field changes no generated line.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The `operationId`; method and path where the document has none.
    pub id: &'static str,
    pub method: &'static str,
    /// The template: `/pets/{petId}`.
    pub path: &'static str,
    /// The template of a query that is sent always, less the pairs whose names parameters have: `list-type=2`.
    pub query: &'static str,
    /// Whether sending it twice is as good as once: by its method, or because the document says so.
    pub idempotent: bool,
    /// Alternatives, each of which is a set of schemes that go together. None needed, if empty;
    /// an empty alternative lets anybody call.
    pub security: &'static [&'static [SchemeUse]],
    /// The operation's own servers; the API's, if empty.
    pub servers: &'static [Server],
    /// The `Accept` header; none is sent if empty.
    pub accept: &'static str,
    /// Whether a success is read to its end before the caller gets it, or while it arrives.
    pub reply: ReplyBody,
    /// Statuses of successes without content, whose bodies are read to their end if there are any, also where
    /// those of other successes are left to the caller.
    pub bare: &'static [u16],
    /// The header that carries an idempotency key.
    pub idempotency_header: &'static str,
    /// Its parameters, which tests check requests against.
    pub parameters: &'static [ParameterInfo],
    /// The media types that its request body may have; it has no body, if empty.
    pub request_types: &'static [&'static str],
    /// Whether the request body must be there.
    pub request_required: bool,
    /// Where the bodies of its failures say in words what is wrong, the most telling first: paths of
    /// properties, such as `error/message`.
    pub messages: &'static [&'static str],
}

impl Operation {
    /// A `GET /` that needs nothing.
    pub const DEFAULT: Self = Self {
        id: "",
        method: "GET",
        path: "/",
        query: "",
        idempotent: false,
        security: &[],
        servers: &[],
        accept: "",
        reply: ReplyBody::Buffered,
        bare: &[],
        idempotency_header: "Idempotency-Key",
        parameters: &[],
        request_types: &[],
        request_required: false,
        messages: &[],
    };
}

/// How the body of a successful reply is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyBody {
    /// To its end, up to the client's limit.
    Buffered,
    /// By the caller, as it arrives: a download, events or JSON lines.
    Streamed,
    /// As the first of these that its media type is in says; to its end if it is in none.
    ByMediaType(&'static [MediaRead]),
}

/// How bodies of a media type are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaRead {
    /// A media type, or a range of them: `text/*`.
    pub range: &'static str,
    pub streamed: bool,
}

/// Bodies that are read to their end.
pub const fn buffered(range: &'static str) -> MediaRead {
    MediaRead {
        range,
        streamed: false,
    }
}

/// Bodies that are left to the caller.
pub const fn streamed(range: &'static str) -> MediaRead {
    MediaRead {
        range,
        streamed: true,
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub struct ParameterInfo {
    pub name: &'static str,
    pub location: ParameterLocation,
    pub required: bool,
}

/// A parameter that must be there.
pub const fn required(location: ParameterLocation, name: &'static str) -> ParameterInfo {
    ParameterInfo {
        name,
        location,
        required: true,
    }
}

/// A parameter that may be there.
pub const fn optional(location: ParameterLocation, name: &'static str) -> ParameterInfo {
    ParameterInfo {
        name,
        location,
        required: false,
    }
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    Path,
    Query,
    /// A query parameter whose names are those of its value: an exploded object.
    QueryAny,
    Header,
    Cookie,
}
