//! The same call as one writes it with reqwest and serde.

// That all of the response is decoded is part of the work.
#![expect(dead_code)]

use reqwest::{Client, header, redirect, retry};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{CONNECT_LIMIT, LIMIT, Outcome, PASSWORD, TOKEN, USER};

pub(crate) struct Caller {
    client: Client,
    server: String,
    change: Change,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_pools: Option<Vec<PoolId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_hours: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    token: String,
    username: String,
    auth_type: AuthType,
    password: String,
    duration_hours: i64,
    status: Status,
    #[serde(with = "time::serde::timestamp")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    updated_at: OffsetDateTime,
    data_usage: i64,
    data_limit: i64,
    allowed_pools: Vec<PoolId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AuthType {
    User,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Active,
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PoolId {
    UsS,
    UsR,
    TicketsUsS,
    TicketsUsR,
    CaS,
    CaR,
    GbS,
    GbR,
    #[serde(other)]
    Unknown,
}

impl Caller {
    pub(crate) fn new(server: String) -> Outcome<Self> {
        // Credentials must not follow a redirect, and what is sent twice is the caller's to say.
        let client = Client::builder()
            .user_agent("unknown-proxies")
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .connect_timeout(CONNECT_LIMIT)
            .timeout(LIMIT)
            .build()?;
        let change = Change {
            token: TOKEN.to_owned(),
            password: None,
            allowed_pools: None,
            data_limit: Some(200_000_000_000),
            duration_hours: Some(1500),
        };
        Ok(Self {
            client,
            server,
            change,
        })
    }

    /// The token that came back, and how many pools it has.
    pub(crate) async fn call(&self) -> Outcome<(String, usize)> {
        let response = self
            .client
            .patch(format!("{}/resi/token", self.server))
            .basic_auth(USER, Some(PASSWORD))
            .header(header::ACCEPT, "application/json, */*;q=0.1")
            .json(&self.change)
            .send()
            .await?
            .error_for_status()?;
        let token: Token = response.json().await?;
        Ok((token.token, token.allowed_pools.len()))
    }
}
