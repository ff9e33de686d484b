//! Changes a residential token, and says what became of it.
//!
//! ```console
//! $ cargo xtask sandbox &
//! $ cargo run -p unknown-proxies --example modify_token -- --base-url http://127.0.0.1:8787/api/v1 \
//!       --username user --password pass --duration-hours 2000 token-expired
//! ```

use std::process::ExitCode;

use clap::Parser;
use time::OffsetDateTime;
use unknown_proxies::{Client, Credentials, ModifyTokenRequest, PoolId, ResidentialToken};

/// Changes a residential token.
#[derive(Debug, Parser)]
struct Options {
    /// The token to change.
    token: String,
    /// The most data that it may use: whole gigabytes, in bytes.
    #[arg(long)]
    data_limit: Option<i64>,
    /// How long it lives, counted from its creation; 0 is for ever.
    #[arg(long)]
    duration_hours: Option<i64>,
    /// A pool that it may use; may be given several times.
    #[arg(long = "pool")]
    pools: Vec<PoolId>,
    /// Lets it use all pools.
    #[arg(long, conflicts_with = "pools")]
    all_pools: bool,

    /// Where the service is, if not where its document says.
    #[arg(long, env = "UNKNOWN_PROXIES_BASE_URL")]
    base_url: Option<String>,
    /// The account's user name.
    #[arg(long, env = "UNKNOWN_PROXIES_USERNAME")]
    username: String,
    /// The account's password; better set in the environment, where others do not see it.
    #[arg(long, env = "UNKNOWN_PROXIES_PASSWORD", hide_env_values = true)]
    password: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(token) => {
            print(&token);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<ResidentialToken, Box<dyn std::error::Error>> {
    let mut client =
        Client::builder().credentials(Credentials::basic(options.username, options.password));
    if let Some(base_url) = &options.base_url {
        client = client.server(base_url);
    }
    let client = client.build()?;

    let mut request = ModifyTokenRequest::builder().token(options.token);
    if let Some(bytes) = options.data_limit {
        request = request.data_limit(bytes);
    }
    if let Some(hours) = options.duration_hours {
        request = request.duration_hours(hours);
    }
    if options.all_pools || !options.pools.is_empty() {
        request = request.allowed_pools(options.pools);
    }
    let response = client.modify_token(&request.build()?).await?;
    Ok(response.into_body())
}

fn print(token: &ResidentialToken) {
    println!("{} is {}", token.token, token.status);
    match token.expires_at() {
        Some(end) if end <= OffsetDateTime::now_utc() => println!("expired at {end}"),
        Some(end) => println!("expires at {end}"),
        None => println!("never expires by time"),
    }
    println!(
        "{} of {} bytes are left",
        token.remaining_bytes(),
        token.data_limit
    );
}
