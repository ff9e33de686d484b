//! A small API, written by hand as the generator would write it.

#[path = "pets/paged.rs"]
mod paged;

use faircopy_runtime as runtime;
use runtime::api::{
    self, ApiInfo, KeyLocation, Operation, ParameterInfo, ParameterLocation, ReplyBody, SchemeKind,
    SchemeUse, SecurityScheme, Server, UserFlows,
};
use runtime::call::reply::Reply;
use runtime::call::{Call, Decode, Decoded};
use runtime::client::{Client, ClientBuilder};
use runtime::parameter::{QueryStyle, Style};
use runtime::validate::{At, Validate, Violations};
use serde::{Deserialize, Serialize};

pub use paged::{ByCursor, ByLink, ByNumber, ByOffset, ByUrl, Page};

pub static API: ApiInfo = ApiInfo {
    name: "pets",
    servers: &[Server {
        url: "https://pets.example/v1",
        description: "",
        variables: &[],
    }],
    variables: &[],
    schemes: &[
        SecurityScheme {
            name: "basicAuth",
            kind: SchemeKind::Basic,
        },
        SecurityScheme {
            name: "bearerAuth",
            kind: SchemeKind::Bearer,
        },
        SecurityScheme {
            name: "headerKey",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name: "X-Api-Key",
            },
        },
        SecurityScheme {
            name: "queryKey",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Query,
                name: "api key",
            },
        },
        SecurityScheme {
            name: "cookieKey",
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Cookie,
                name: "session",
            },
        },
        SecurityScheme {
            name: "oauth",
            kind: SchemeKind::OAuth2 {
                token_url: Some("https://login.example/token"),
                users: UserFlows {
                    authorization_url: Some("https://login.example/authorize"),
                    token_url: Some("/oauth/token"),
                    refresh_url: Some("refresh?x=1"),
                    device_url: None,
                },
            },
        },
    ],
};

const BASIC: SchemeUse = SchemeUse {
    scheme: 0,
    scopes: &[],
};
const BEARER: SchemeUse = SchemeUse {
    scheme: 1,
    scopes: &[],
};
const HEADER_KEY: SchemeUse = SchemeUse {
    scheme: 2,
    scopes: &[],
};
const QUERY_KEY: SchemeUse = SchemeUse {
    scheme: 3,
    scopes: &[],
};
const COOKIE_KEY: SchemeUse = SchemeUse {
    scheme: 4,
    scopes: &[],
};
const OAUTH: SchemeUse = SchemeUse {
    scheme: 5,
    scopes: &["pets:read"],
};

pub static GET_PET: Operation = Operation {
    id: "getPet",
    method: "GET",
    path: "/pets/{petId}",
    idempotent: true,
    accept: "application/json",
    ..Operation::DEFAULT
};

/// As [`GET_PET`], of a document that describes the words of its failures.
pub static GET_DESCRIBED_PET: Operation = Operation {
    id: "getDescribedPet",
    method: "GET",
    path: "/pets/{petId}",
    accept: "application/json",
    messages: &["detail", "message"],
    ..Operation::DEFAULT
};

pub static LIST_PETS: Operation = Operation {
    id: "listPets",
    method: "GET",
    path: "/pets",
    idempotent: true,
    accept: "application/json",
    parameters: &[
        ParameterInfo {
            name: "limit",
            location: ParameterLocation::Query,
            required: false,
        },
        ParameterInfo {
            name: "tags",
            location: ParameterLocation::Query,
            required: false,
        },
        ParameterInfo {
            name: "page",
            location: ParameterLocation::Query,
            required: false,
        },
    ],
    ..Operation::DEFAULT
};

pub static ADD_PET: Operation = Operation {
    id: "addPet",
    method: "POST",
    path: "/pets",
    accept: "application/json",
    security: &[&[BASIC], &[HEADER_KEY, COOKIE_KEY]],
    request_types: &["application/json"],
    request_required: true,
    ..Operation::DEFAULT
};

/// Operations that only differ in what they need or how they are sent; each answers with nothing.
pub static PROBE: Operation = Operation {
    id: "probe",
    idempotent: true,
    path: "/",
    ..Operation::DEFAULT
};
pub static PROBE_PATH: Operation = Operation {
    path: "/{color}",
    ..PROBE
};
pub static PROBE_PART: Operation = Operation {
    path: "/a/{color}.json",
    ..PROBE
};
pub static PROBE_POST: Operation = Operation {
    method: "POST",
    idempotent: false,
    ..PROBE
};
pub static PROBE_PATCH: Operation = Operation {
    method: "PATCH",
    idempotent: true,
    ..PROBE
};
pub static PROBE_BEARER: Operation = Operation {
    security: &[&[BEARER]],
    ..PROBE
};
pub static PROBE_QUERY_KEY: Operation = Operation {
    security: &[&[QUERY_KEY]],
    ..PROBE
};
pub static PROBE_OAUTH: Operation = Operation {
    security: &[&[OAUTH]],
    ..PROBE
};
pub static PROBE_MAYBE: Operation = Operation {
    security: &[&[BEARER], &[]],
    ..PROBE
};
pub static PROBE_ELSEWHERE: Operation = Operation {
    security: &[&[BEARER]],
    servers: &[Server {
        url: "http://127.0.0.1:9",
        description: "",
        variables: &[],
    }],
    ..PROBE
};
pub static PROBE_ACCEPT: Operation = Operation {
    accept: "text/\n",
    ..PROBE
};
pub static PROBE_STREAM: Operation = Operation {
    reply: ReplyBody::Streamed,
    ..PROBE
};

pub static PROBE_MIXED: Operation = Operation {
    reply: ReplyBody::ByMediaType(&[
        api::buffered("application/json"),
        api::streamed("text/event-stream"),
        api::streamed("application/x-ndjson"),
    ]),
    ..PROBE
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pet {
    pub id: i64,
    pub name: String,
}

impl Pet {
    pub fn new(id: i64, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
        }
    }
}

impl Validate for Pet {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if self.id < 1 {
            out.add(&at.key("id"), "minimum", &1, &self.id);
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    pub code: String,
    pub detail: String,
}

impl Validate for Problem {
    fn check(&self, _: &At<'_>, _: &mut Violations) {}
}

pub fn client(server: impl Into<String>) -> ClientBuilder {
    ClientBuilder::new(&API).server(server)
}

pub fn get_pet(client: &Client, id: i64) -> GetPet {
    let mut call = runtime::call::start(client, &GET_PET);
    call.path("petId", Style::Simple, false, &id);
    GetPet(call)
}

pub fn get_described_pet(client: &Client, id: i64) -> GetPet {
    let mut call = runtime::call::start(client, &GET_DESCRIBED_PET);
    call.path("petId", Style::Simple, false, &id);
    GetPet(call)
}

pub fn add_pet(client: &Client, pet: &Pet) -> AddPet {
    let mut call = runtime::call::start(client, &ADD_PET);
    call.json(pet);
    AddPet(call)
}

pub fn list_pets(client: &Client) -> ListPets {
    ListPets(runtime::call::start(client, &LIST_PETS))
}

#[must_use]
pub struct GetPet(Call);
runtime::call::call!(GetPet);

#[derive(Debug, PartialEq)]
pub enum GetPetError {
    NotFound(Problem),
    Unavailable,
}

impl Decode for GetPet {
    type Output = Pet;
    type Error = GetPetError;

    fn decode(reply: &mut Reply) -> Decoded<Pet, GetPetError> {
        match reply.status() {
            200 => reply.json(Decoded::Success),
            404 => reply.json(|body| Decoded::Api(GetPetError::NotFound(body))),
            503 => Decoded::Api(GetPetError::Unavailable),
            _ => Decoded::Undocumented,
        }
    }
}

#[must_use]
pub struct AddPet(Call);
runtime::call::call!(AddPet);

impl Decode for AddPet {
    type Output = ();
    type Error = std::convert::Infallible;

    fn decode(reply: &mut Reply) -> Decoded<(), std::convert::Infallible> {
        match reply.status() {
            201 => Decoded::Success(()),
            _ => Decoded::Undocumented,
        }
    }
}

#[must_use]
pub struct ListPets(Call);
runtime::call::call!(ListPets);

impl ListPets {
    pub fn limit(mut self, limit: i64) -> Self {
        self.0.query("limit", QueryStyle::Form, true, &limit);
        self
    }

    pub fn tags(mut self, tags: &[&str]) -> Self {
        self.0.query("tags", QueryStyle::Form, true, tags);
        self
    }
}

impl Decode for ListPets {
    type Output = Vec<Pet>;
    type Error = std::convert::Infallible;

    fn decode(reply: &mut Reply) -> Decoded<Vec<Pet>, std::convert::Infallible> {
        match reply.status() {
            200 => reply.json_with(
                |pets: &Vec<Pet>, at, out| check_pets(pets, at, out),
                Decoded::Success,
            ),
            _ => Decoded::Undocumented,
        }
    }
}

fn check_pets(pets: &[Pet], at: &At<'_>, out: &mut Violations) {
    for (index, pet) in pets.iter().enumerate() {
        pet.check(&at.index(index), out);
    }
}

/// A call of one of the probing operations.
#[must_use]
pub struct Probe(Call);
runtime::call::call!(Probe);

pub fn probe(client: &Client, operation: &'static Operation) -> Probe {
    Probe(runtime::call::start(client, operation))
}

impl Probe {
    pub fn with(mut self, change: impl FnOnce(&mut Call)) -> Self {
        change(&mut self.0);
        self
    }
}

impl Decode for Probe {
    type Output = ();
    type Error = std::convert::Infallible;

    fn decode(reply: &mut Reply) -> Decoded<(), std::convert::Infallible> {
        match reply.status() {
            200..=299 => Decoded::Success(()),
            _ => Decoded::Undocumented,
        }
    }
}

/// Calls whose replies are read while they arrive.
macro_rules! streaming {
    ($($name:ident: $output:ty = $read:ident;)*) => {$(
        #[must_use]
        pub struct $name(Call);
        runtime::call::call!($name);

        impl $name {
            pub fn new(client: &Client) -> Self {
                Self(runtime::call::start(client, &PROBE_STREAM))
            }
        }

        impl Decode for $name {
            type Output = $output;
            type Error = std::convert::Infallible;

            fn decode(reply: &mut Reply) -> Decoded<$output, std::convert::Infallible> {
                match reply.status() {
                    200 => reply.$read(Decoded::Success),
                    _ => Decoded::Undocumented,
                }
            }
        }
    )*};
}
streaming! {
    Fetch: runtime::stream::download::Download = download;
    Watch: runtime::stream::sse::EventStream<Pet> = events;
    WatchText: runtime::stream::sse::EventStream<String> = text_events;
    ReadLines: runtime::stream::json_lines::JsonLines<Pet> = json_lines;
}

/// A call whose reply is read by its media type: a pet, events of base64, or moments, one a line.
#[must_use]
pub struct Mixed(Call);
runtime::call::call!(Mixed);

#[derive(Debug)]
pub enum MixedOutput {
    Pet(Pet),
    Events(runtime::stream::sse::EventStream<Vec<u8>>),
    Lines(runtime::stream::json_lines::JsonLines<time::OffsetDateTime>),
}

impl Mixed {
    pub fn new(client: &Client) -> Self {
        Self(runtime::call::start(client, &PROBE_MIXED))
    }
}

impl Decode for Mixed {
    type Output = MixedOutput;
    type Error = std::convert::Infallible;

    fn decode(reply: &mut Reply) -> Decoded<MixedOutput, std::convert::Infallible> {
        use runtime::json::codec::Base64;
        use runtime::json::codec::UnixTime;
        if reply.is("application/json") {
            reply.json(|body| Decoded::Success(MixedOutput::Pet(body)))
        } else if reply.is("text/event-stream") {
            reply.events_as::<Base64, _, _, _>(|body| Decoded::Success(MixedOutput::Events(body)))
        } else {
            reply.json_lines_as::<UnixTime, _, _, _>(|body| {
                Decoded::Success(MixedOutput::Lines(body))
            })
        }
    }
}

/// The types here have serde's traits, which generated ones do without.
macro_rules! by_serde {
    ($($ty:ty),*) => {$(
        impl faircopy_runtime::json::de::Decode for $ty {
            fn decode(input: &mut faircopy_runtime::json::de::Input<'_>) -> faircopy_runtime::json::de::Result<Self> {
                <faircopy_runtime::json::codec::Serde as faircopy_runtime::json::codec::Codec<Self>>::decode(input)
            }
        }
        impl faircopy_runtime::json::ser::Encode for $ty {
            fn encode(&self, output: &mut faircopy_runtime::json::ser::Output) {
                <faircopy_runtime::json::codec::Serde as faircopy_runtime::json::codec::Codec<Self>>::encode(self, output);
            }
        }
    )*};
}
by_serde!(Pet, Problem, Page);
