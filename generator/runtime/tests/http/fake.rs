//! The fake that users test their programs with.

use faircopy_runtime::credentials::Credentials;
use faircopy_runtime::transport::testing::{Answer, Fake};

use crate::pets::{
    ADD_PET, LIST_PETS, PROBE_QUERY_KEY, Pet, add_pet, client, get_pet, list_pets, probe,
};

fn with(fake: &Fake) -> faircopy_runtime::client::Client {
    client("https://pets.example/v1")
        .credentials(Credentials::basic("me", "word"))
        .credentials(Credentials::api_key("key").for_scheme("queryKey"))
        .retry(faircopy_runtime::send::retry::RetryPolicy::never())
        .transport(fake.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn answers_come_in_turn_and_requests_are_kept() {
    let fake = Fake::new();
    fake.answer("getPet", Answer::json(200, &Pet::new(1, "Rex")));
    fake.answer("getPet", Answer::new(503));
    let client = with(&fake);
    assert_eq!(get_pet(&client, 1).await.unwrap().name, "Rex");
    assert_eq!(
        get_pet(&client, 2).await.unwrap_err().status().unwrap(),
        503
    );
    assert_eq!(
        get_pet(&client, 3).await.unwrap_err().status().unwrap(),
        503
    );
    let paths: Vec<_> = fake
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, ["/v1/pets/1", "/v1/pets/2", "/v1/pets/3"]);
}

#[tokio::test]
async fn requests_can_be_asked_what_they_say() {
    let fake = Fake::new();
    fake.answer("listPets", Answer::json(200, &Vec::<Pet>::new()));
    fake.answer("addPet", Answer::new(201));
    let client = with(&fake);
    list_pets(&client).limit(5).tags(&["a b"]).await.unwrap();
    add_pet(&client, &Pet::new(1, "Rex")).await.unwrap();
    let listed = &fake.requests_of("listPets")[0];
    assert_eq!(
        (listed.query_value("limit"), listed.query_value("tags")),
        (Some("5"), Some("a b"))
    );
    assert_eq!(fake.requests_of("addPet")[0].json()["name"], "Rex");
}

#[tokio::test]
async fn what_the_document_does_not_know_is_refused() {
    let fake = Fake::new();
    fake.answer("listPets", Answer::json(200, &Vec::<Pet>::new()));
    fake.answer("addPet", Answer::new(201));
    fake.answer("probe", Answer::new(200));
    let client = with(&fake);
    let refusal = |error: &dyn std::error::Error| error.source().unwrap().to_string();
    let error = probe(&client, &LIST_PETS)
        .with(|call| {
            call.query(
                "colour",
                faircopy_runtime::parameter::QueryStyle::Form,
                true,
                "red",
            )
        })
        .await
        .unwrap_err();
    assert!(
        refusal(&error).contains("a query parameter `colour`, which the operation doesn't know"),
        "{error:?}"
    );
    let error = probe(&client, &ADD_PET)
        .with(|call| call.text("text/plain", "Rex"))
        .await
        .unwrap_err();
    assert!(
        refusal(&error).contains("its media type is `text/plain`"),
        "{error:?}"
    );
    let error = probe(&client, &ADD_PET).await.unwrap_err();
    assert!(refusal(&error).contains("its body is missing"), "{error:?}");
    // A key in the query is the security scheme's, not the operation's.
    probe(&client, &PROBE_QUERY_KEY).await.unwrap();
}

#[tokio::test]
async fn a_test_may_check_more_and_break_the_connection() {
    let fake = Fake::new();
    fake.answer("addPet", Answer::broken(true));
    fake.check("addPet", |request| match request.json()["name"] == "Rex" {
        true => Ok(()),
        false => Err("only Rex is welcome".to_owned()),
    });
    let client = with(&fake);
    let error = add_pet(&client, &Pet::new(1, "Max")).await.unwrap_err();
    assert!(
        format!("{error:?}").contains("only Rex is welcome"),
        "{error:?}"
    );
    let error = add_pet(&client, &Pet::new(1, "Rex")).await.unwrap_err();
    assert!(matches!(
        error,
        faircopy_runtime::error::Error::Transport { sent: true, .. }
    ));
    let error = get_pet(&client, 1).await.unwrap_err();
    assert!(
        format!("{error:?}").contains("the fake has no answer to `getPet`"),
        "{error:?}"
    );
}
