//! A small API, written by hand as the generator would write it.

use faircopy_runtime as runtime;
use runtime::api::{
    ApiInfo, KeyLocation, Operation, SchemeKind, SchemeUse, SecurityScheme, Server,
};
use runtime::call::{Call, Decode, Decoded};
use runtime::client::{Client, ClientBuilder};
use runtime::parameter::{QueryStyle, Style};
use runtime::reply::Reply;
use runtime::validate::{At, Validate, Violations};
use serde::{Deserialize, Serialize};

pub static API: ApiInfo = ApiInfo {
    name: "pets",
    servers: &[Server {
        url: "https://pets.example/v1",
        description: "",
        variables: &[],
    }],
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
            },
        },
    ],
};

pub static GET_PET: Operation = Operation {
    id: "getPet",
    method: "GET",
    path: "/pets/{petId}",
    idempotent: true,
    accept: "application/json",
    ..Operation::DEFAULT
};

pub static LIST_PETS: Operation = Operation {
    id: "listPets",
    method: "GET",
    path: "/pets",
    idempotent: true,
    accept: "application/json",
    ..Operation::DEFAULT
};

pub static ADD_PET: Operation = Operation {
    id: "addPet",
    method: "POST",
    path: "/pets",
    accept: "application/json",
    security: &[
        &[SchemeUse {
            scheme: 0,
            scopes: &[],
        }],
        &[
            SchemeUse {
                scheme: 2,
                scopes: &[],
            },
            SchemeUse {
                scheme: 4,
                scopes: &[],
            },
        ],
    ],
    ..Operation::DEFAULT
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
    let mut call = client.call(&GET_PET);
    call.path("petId", Style::Simple, false, &id);
    GetPet(call)
}

pub fn add_pet(client: &Client, pet: &Pet) -> AddPet {
    let mut call = client.call(&ADD_PET);
    call.json(pet);
    AddPet(call)
}

pub fn list_pets(client: &Client) -> ListPets {
    ListPets(client.call(&LIST_PETS))
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

/// The types here have serde's traits, which generated ones do without.
macro_rules! by_serde {
    ($($ty:ty),*) => {$(
        impl faircopy_runtime::de::Decode for $ty {
            fn decode(input: &mut faircopy_runtime::de::Input<'_>) -> faircopy_runtime::de::Result<Self> {
                <faircopy_runtime::codec::Serde as faircopy_runtime::codec::Codec<Self>>::decode(input)
            }
        }
        impl faircopy_runtime::ser::Encode for $ty {
            fn encode(&self, output: &mut faircopy_runtime::ser::Output) {
                <faircopy_runtime::codec::Serde as faircopy_runtime::codec::Codec<Self>>::encode(self, output);
            }
        }
    )*};
}
by_serde!(Pet, Problem);
