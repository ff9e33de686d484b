//! The two operations as openapi-to-rust generates them, with its validation. It leaves to its user who calls, which is
//! as by hand.

mod harness;

use std::process::ExitCode;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peer_survey::generated as surveys;
use peer_token::generated as tokens;

fn main() -> ExitCode {
    harness::main(|subject| match subject {
        "token" => {
            let router = tokens::residential_api_router(Tokens(token()));
            router.layer(middleware::from_fn(admit))
        }
        _ => surveys::surveys_api_router(Surveys),
    })
}

async fn admit(request: Request, next: Next) -> Response {
    match is_allowed(request.headers()) {
        true => next.run(request).await,
        false => (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Basic")]).into_response(),
    }
}

fn is_allowed(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let encoded = stated.and_then(|stated| stated.strip_prefix("Basic "));
    let decoded = encoded.and_then(|encoded| STANDARD.decode(encoded).ok());
    decoded.is_some_and(|decoded| decoded == b"user:secret")
}

fn token() -> tokens::ResidentialToken {
    let token = r#"{"token":"","username":"kGyohRda","authType":"user","password":"bkXBberMQ7","durationHours":750,
        "status":"active","createdAt":1752251968,"updatedAt":1754843968,"dataUsage":11574848653,
        "dataLimit":100000000000,"allowedPools":[]}"#;
    serde_json::from_str(token).expect("a token")
}

#[derive(Clone)]
struct Tokens(tokens::ResidentialToken);

#[async_trait::async_trait]
impl tokens::ResidentialApi for Tokens {
    async fn modify_token(&self, change: tokens::ModifyTokenRequest) -> tokens::ModifyTokenResponse {
        let mut token = self.0.clone();
        token.token = change.token;
        token.duration_hours = change.duration_hours.unwrap_or(token.duration_hours);
        token.data_limit = change.data_limit.unwrap_or(token.data_limit);
        token.allowed_pools = change.allowed_pools.unwrap_or_default();
        tokens::ModifyTokenResponse::Ok(token)
    }
}

#[derive(Clone)]
struct Surveys;

#[async_trait::async_trait]
impl surveys::SurveysApi for Surveys {
    async fn send_survey(&self, survey: surveys::Survey) -> surveys::SendSurveyResponse {
        let items = [
            survey.section0.len(), survey.section1.len(), survey.section2.len(), survey.section3.len(),
            survey.section4.len(), survey.section5.len(), survey.section6.len(), survey.section7.len(),
            survey.section8.len(), survey.section9.len(), survey.section10.len(), survey.section11.len(),
            survey.section12.len(), survey.section13.len(), survey.section14.len(), survey.section15.len(),
            survey.section16.len(), survey.section17.len(), survey.section18.len(), survey.section19.len(),
        ];
        let accepted = items.iter().sum::<usize>() as i64;
        surveys::SendSurveyResponse::Ok(surveys::Accepted { accepted })
    }
}
