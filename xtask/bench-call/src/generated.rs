//! The call by the generated client.

use unknown_proxies::{Client, Credentials, ModifyTokenRequest};

use crate::{CONNECT_LIMIT, LIMIT, Outcome, PASSWORD, TOKEN, USER};

pub(crate) struct Caller {
    client: Client,
    change: ModifyTokenRequest,
}

impl Caller {
    pub(crate) fn new(server: &str) -> Outcome<Self> {
        let client = Client::builder()
            .server(server)
            .credentials(Credentials::basic(USER, PASSWORD))
            .connect_timeout(CONNECT_LIMIT)
            .attempt_timeout(LIMIT)
            .build()?;
        let change = ModifyTokenRequest::builder()
            .token(TOKEN)
            .data_limit(200_000_000_000)
            .duration_hours(1500)
            .build()?;
        Ok(Self { client, change })
    }

    /// The token that came back, and how many pools it has.
    pub(crate) async fn call(&self) -> Outcome<(String, usize)> {
        let token = self.client.modify_token(&self.change).await?.into_body();
        Ok((token.token, token.allowed_pools.len()))
    }
}
