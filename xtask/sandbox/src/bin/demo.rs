//! Shows the generated client at work: starts a sandbox on a free port, makes three changes of
//! different fates over HTTP, and tells what happened.

use std::process::ExitCode;

use sandbox::{Clock, PASSWORD, Sandbox, Service, USER, seed};
use time::OffsetDateTime;
use unknown_proxies::operations::ModifyTokenError;
use unknown_proxies::{Client, Credentials, Error, ModifyTokenRequest, PoolId, ResidentialToken};

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let sandbox = Sandbox::bind(0, Service::open(None, Clock::System)?).await?;
    let (base_url, service) = (sandbox.base_url(), sandbox.service());
    println!(
        "Sandbox at {base_url}, with {} tokens.",
        service.tokens().len()
    );
    let server = tokio::spawn(sandbox.serve(std::future::pending()));

    let client = Client::builder()
        .server(&base_url)
        .credentials(Credentials::basic(USER, PASSWORD))
        .build()?;
    let expired = service
        .token(seed::EXPIRED)
        .ok_or("the sandbox lacks a seed")?;
    change_that_succeeds(&client, &expired).await?;
    change_that_is_invalid(&client).await?;
    change_that_is_refused(&client).await?;

    server.abort();
    Ok(())
}

async fn change_that_succeeds(client: &Client, expired: &ResidentialToken) -> Result<(), Failure> {
    println!("\n1. A change that succeeds");
    println!("   {}", describe(expired));
    println!("   > durationHours 2000, allowedPools gb-s and gb-r");
    let request = ModifyTokenRequest::builder()
        .token(&expired.token)
        .duration_hours(2000)
        .allowed_pools(vec![PoolId::GbS, PoolId::GbR])
        .build()?;
    let token = client.modify_token(&request).await?;
    println!("   < {}", token.status());
    println!("   {}", describe(&token));
    Ok(())
}

async fn change_that_is_invalid(client: &Client) -> Result<(), Failure> {
    println!("\n2. A change that the validators refuse: nothing is sent");
    println!("   > durationHours 87601, dataLimit 999999, allowedPools us-s and \"US West\"");
    let mut request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .duration_hours(750)
        .build()?;
    request.duration_hours = Some(87_601);
    request.data_limit = Some(999_999);
    request.allowed_pools = Some(vec![PoolId::UsS, PoolId::from("US West")]);
    match client.modify_token(&request).await {
        Err(Error::Invalid { violations, .. }) => {
            for violation in violations.iter() {
                println!("   x {violation}");
            }
            Ok(())
        }
        other => Err(unexpected(other.map(|response| response.status()))),
    }
}

async fn change_that_is_refused(client: &Client) -> Result<(), Failure> {
    println!("\n3. A change that the server refuses: the limit is 100 GB");
    println!("   > dataLimit 50000000000");
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .data_limit(50_000_000_000)
        .build()?;
    match client.modify_token(&request).await {
        Err(Error::Api { status, raw, .. }) => {
            let problem: serde_json::Value = serde_json::from_slice(&raw)?;
            println!("   < {status}");
            for violation in problem["violations"].as_array().into_iter().flatten() {
                let text = |key: &str| violation[key].as_str().unwrap_or_default();
                println!("   x {}: {}", text("pointer"), text("message"));
            }
            Ok(())
        }
        other => Err(unexpected(other.map(|response| response.status()))),
    }
}

fn describe(token: &ResidentialToken) -> String {
    let time = match token.expires_at() {
        None => "never expires by time".to_owned(),
        Some(end) if end <= OffsetDateTime::now_utc() => format!("expired on {}", end.date()),
        Some(end) => format!("expires on {}", end.date()),
    };
    let gigabytes = token.remaining_bytes() / 1_000_000_000;
    let status = token.status.as_str();
    format!(
        "{} is {status}, {time}, with {gigabytes} GB left",
        token.token
    )
}

fn unexpected<T: std::fmt::Debug>(outcome: Result<T, Error<ModifyTokenError>>) -> Failure {
    match outcome {
        Ok(status) => format!("the change went through with status {status:?}").into(),
        Err(error) => error.into(),
    }
}
