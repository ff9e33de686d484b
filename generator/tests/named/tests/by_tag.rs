//! Operations that are called by their tags, against an answer in memory.

use faircopy_runtime::transport::testing::{Answer, Fake};
use named::operations::cats::{CatsClient, CatsFindOneError};
use named::{Client, Error};

fn client(fake: &Fake) -> Client {
    Client::builder().transport(fake.clone()).build().unwrap()
}

/// What tags give can be passed on, and lives as long as the client.
async fn name_of(cats: CatsClient<'_>, id: f64) -> Result<String, Error<CatsFindOneError>> {
    Ok(cats.find_one(id).await?.into_body().name)
}

#[test]
fn nothing_is_complained_of() {
    assert_eq!(named::COMPLAINTS, "");
}

#[tokio::test]
async fn tags_have_methods_of_one_name() {
    let fake = Fake::new();
    let cat = Answer::new(200).body("application/json", r#"{"name":"Tom"}"#);
    fake.answer("CatsController_findOne", cat);
    fake.answer("DogsController_findOne", Answer::new(204));
    fake.answer("AppController_health", Answer::new(204));
    let client = client(&fake);
    let cat = client.cats().find_one(7.0).await.unwrap();
    assert_eq!(cat.name, "Tom");
    assert_eq!(name_of(client.cats(), 8.0).await.unwrap(), "Tom");
    client.dogs().find_one("rex").await.unwrap();
    client.app_health().await.unwrap();
    let sent = fake.requests();
    let paths: Vec<&str> = sent.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(
        paths,
        ["/v1/cats/7", "/v1/cats/8", "/v1/dogs/rex", "/v1/health"]
    );
}

#[tokio::test]
async fn errors_are_of_the_operation() {
    let fake = Fake::new();
    fake.answer("CatsController_findOne", Answer::new(404));
    let refused = client(&fake).cats().find_one(7.0).await.unwrap_err();
    let Error::Api { body, .. } = refused else {
        panic!("{refused}");
    };
    assert!(matches!(*body, CatsFindOneError::NotFound));
}
