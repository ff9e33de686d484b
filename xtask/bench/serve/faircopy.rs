//! The two operations as faircopy generates them.

mod harness;

use std::process::ExitCode;

use axum::Router;
use survey::server::surveys::{self, SurveysApi, send_survey};
use token::runtime::Secret;
use token::server::residential::{self, ResidentialApi, modify_token};
use token::server::{Asked, Denied, Identity, Security, guard, same};
use token::{AuthType, ResidentialToken, TokenStatus};

fn main() -> ExitCode {
    harness::main(|subject| match subject {
        "token" => {
            let server = token::server::Server::new();
            let server = server.serve(residential::routes(Tokens(token())));
            server.guard(guard(Account)).router()
        }
        _ => survey::server::Server::new().serve(surveys::routes(Surveys)).router(),
    })
}

fn token() -> ResidentialToken {
    let unix = |seconds| time::OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
    ResidentialToken::builder()
        .token("")
        .username("kGyohRda")
        .auth_type(AuthType::User)
        .password("bkXBberMQ7")
        .duration_hours(750)
        .status(TokenStatus::Active)
        .created_at(unix(1_752_251_968))
        .updated_at(unix(1_754_843_968))
        .data_usage(11_574_848_653)
        .data_limit(100_000_000_000)
        .allowed_pools([])
        .build()
        .expect("a token")
}

struct Tokens(ResidentialToken);

impl ResidentialApi for Tokens {
    async fn modify_token(
        &self,
        request: modify_token::Request,
    ) -> Result<modify_token::Reply, token::server::Failure> {
        let change = request.body;
        let mut token = self.0.clone();
        token.token = change.token;
        token.duration_hours = change.duration_hours.unwrap_or(token.duration_hours);
        token.data_limit = change.data_limit.unwrap_or(token.data_limit);
        token.allowed_pools = change.allowed_pools.unwrap_or_default();
        Ok(token.into())
    }
}

struct Account;

impl Security for Account {
    async fn basic_auth(
        &self,
        user: String,
        password: Secret,
        _: Asked<'_>,
    ) -> Result<Identity, Denied> {
        match same(&user, "user") & same(password.expose(), "secret") {
            true => Ok(Identity::new(())),
            false => Err(Denied::Unauthorized),
        }
    }
}

struct Surveys;

impl SurveysApi for Surveys {
    async fn send_survey(
        &self,
        request: send_survey::Request,
    ) -> Result<send_survey::Reply, survey::server::Failure> {
        let survey = request.body;
        let items = [
            survey.section0.len(), survey.section1.len(), survey.section2.len(), survey.section3.len(),
            survey.section4.len(), survey.section5.len(), survey.section6.len(), survey.section7.len(),
            survey.section8.len(), survey.section9.len(), survey.section10.len(), survey.section11.len(),
            survey.section12.len(), survey.section13.len(), survey.section14.len(), survey.section15.len(),
            survey.section16.len(), survey.section17.len(), survey.section18.len(), survey.section19.len(),
        ];
        let accepted = survey::Accepted::builder().accepted(items.iter().sum::<usize>() as i64).build();
        Ok(accepted?.into())
    }
}
