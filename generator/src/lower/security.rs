//! Servers, security schemes and requirements.

use openapiv3::{APIKeyLocation, ReferenceOr};
use serde_json::Value;

use super::Lowerer;
use super::name::{self, Case, Scope};
use crate::diagnostics::{Diagnostic, codes};
use crate::ir::{
    ApiKeyPlace, Name, Requirement, SecurityKind, SecurityScheme, Server, ServerVariable, UserFlows,
};
use crate::pointer::Pointer;

impl Lowerer<'_> {
    pub(super) fn servers(&self, servers: &[openapiv3::Server]) -> Vec<Server> {
        servers.iter().map(server).collect()
    }

    /// All schemes, in the order of their names.
    pub(super) fn security_schemes(&mut self) -> Vec<SecurityScheme> {
        let components = self.document.openapi.components.as_ref();
        let schemes = components
            .into_iter()
            .flat_map(|components| &components.security_schemes);
        let schemes = schemes.filter_map(|(name, scheme)| match scheme {
            ReferenceOr::Item(scheme) => Some(security_scheme(name, scheme)),
            ReferenceOr::Reference { .. } => None,
        });
        let mutual_tls = self.document.beyond.mutual_tls.iter();
        let mutual_tls = mutual_tls.map(|(name, description)| SecurityScheme {
            name: name.clone(),
            method: Name::default(),
            kind: SecurityKind::MutualTls,
            description: description.clone(),
            notes: Vec::new(),
        });
        let mut out: Vec<SecurityScheme> = schemes.chain(mutual_tls).collect();
        for scheme in &mut out {
            let at = Pointer::root().keys(["components", "securitySchemes", &scheme.name]);
            let at = self.document.resolved(&at);
            let Some(written) = at.resolve(&self.document.value) else {
                continue;
            };
            scheme.notes = notes(written);
            if let SecurityKind::OAuth2 { users, .. } = &mut scheme.kind {
                *users = user_flows(written);
            }
        }
        out.sort_by(|one, other| one.name.cmp(&other.name));
        let wires: Vec<&str> = out.iter().map(|scheme| &*scheme.name).collect();
        let methods = name::allocate(&wires, Case::Snake, &mut Scope::default());
        for (scheme, method) in out.iter_mut().zip(methods) {
            scheme.method = method;
        }
        for scheme in &out {
            self.complain_of_challenges(scheme);
        }
        out
    }

    /// Complains of a scheme whose credentials must be computed, which nothing here does.
    fn complain_of_challenges(&mut self, scheme: &SecurityScheme) {
        let SecurityKind::Http(name) = &scheme.kind else {
            return;
        };
        let at = Pointer::root().keys(["components", "securitySchemes", &scheme.name]);
        let message = format!("the scheme `{name}` is not computed");
        let diagnostic = Diagnostic::new(codes::CHALLENGED_SCHEME, message);
        let label = "the credential is sent as it is given, after the scheme's name";
        self.diagnostics
            .push(diagnostic.at_value(&at.key("scheme"), label));
    }

    /// What an operation requires: one of several sets of schemes.
    pub(super) fn requirements(
        &self,
        operation: &openapiv3::Operation,
        schemes: &[SecurityScheme],
    ) -> Vec<Requirement> {
        let stated = operation
            .security
            .as_ref()
            .or(self.document.openapi.security.as_ref());
        self.requirements_of(stated, schemes)
    }

    /// What is stated of schemes.
    pub(super) fn requirements_of(
        &self,
        stated: Option<&Vec<openapiv3::SecurityRequirement>>,
        schemes: &[SecurityScheme],
    ) -> Vec<Requirement> {
        let requirements = stated.into_iter().flatten();
        requirements
            .filter_map(|requirement| {
                let uses = requirement.iter().map(|(name, scopes)| {
                    Some((
                        schemes.iter().position(|scheme| scheme.name == *name)?,
                        scopes.clone(),
                    ))
                });
                let mut uses: Requirement = uses.collect::<Option<_>>()?;
                uses.sort();
                Some(uses)
            })
            .collect()
    }
}

fn server(server: &openapiv3::Server) -> Server {
    let variables = server.variables.iter().flatten();
    let mut variables: Vec<ServerVariable> = variables
        .map(|(name, variable)| ServerVariable {
            name: name.clone(),
            default: variable.default.clone(),
            values: variable.enumeration.clone(),
        })
        .collect();
    variables.sort_by(|one, other| one.name.cmp(&other.name));
    Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables,
    }
}

fn security_scheme(name: &str, scheme: &openapiv3::SecurityScheme) -> SecurityScheme {
    let (kind, description) = match scheme {
        openapiv3::SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let place = match location {
                APIKeyLocation::Query => ApiKeyPlace::Query,
                APIKeyLocation::Header => ApiKeyPlace::Header,
                APIKeyLocation::Cookie => ApiKeyPlace::Cookie,
            };
            (SecurityKind::ApiKey(place, name.clone()), description)
        }
        openapiv3::SecurityScheme::HTTP {
            scheme,
            description,
            ..
        } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic,
                "bearer" => SecurityKind::Bearer,
                _ => SecurityKind::Http(scheme.clone()),
            };
            (kind, description)
        }
        openapiv3::SecurityScheme::OAuth2 {
            flows, description, ..
        } => {
            let token_url = flows
                .client_credentials
                .as_ref()
                .map(|flow| flow.token_url.clone());
            let users = UserFlows::default();
            (SecurityKind::OAuth2 { token_url, users }, description)
        }
        openapiv3::SecurityScheme::OpenIDConnect {
            open_id_connect_url,
            description,
            ..
        } => {
            let url = open_id_connect_url.clone();
            (SecurityKind::OpenIdConnect { url }, description)
        }
    };
    SecurityScheme {
        name: name.to_owned(),
        method: Name::default(),
        kind,
        description: description.clone(),
        notes: Vec::new(),
    }
}

/// What a scheme says of the flows of users. That of devices is read here, as the model has none.
fn user_flows(scheme: &Value) -> UserFlows {
    // Where several have what is asked for, the one that people use most.
    let stated = |flows: &[&str], key: &str| {
        let mut flows = flows.iter();
        let url = flows.find_map(|flow| scheme.pointer(&format!("/flows/{flow}/{key}"))?.as_str());
        url.filter(|url| !url.is_empty()).map(str::to_owned)
    };
    let with_tokens = ["authorizationCode", "deviceAuthorization", "password"];
    UserFlows {
        authorization_url: stated(&["authorizationCode", "implicit"], "authorizationUrl"),
        token_url: stated(&with_tokens, "tokenUrl"),
        refresh_url: stated(&with_tokens, "refreshUrl"),
        device_url: stated(&["deviceAuthorization"], "deviceAuthorizationUrl"),
    }
}

/// What 3.2 says of a scheme that its kind does not.
fn notes(scheme: &Value) -> Vec<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let device = scheme.pointer("/flows/deviceAuthorization/deviceAuthorizationUrl");
    let is_deprecated = scheme.get("deprecated") == Some(&Value::Bool(true));
    let device = text(device).filter(|url| !url.is_empty());
    let all = [
        is_deprecated.then(|| "Deprecated.".to_owned()),
        device.map(|url| format!("Devices without a browser are authorized at {url}.")),
        text(scheme.get("oauth2MetadataUrl"))
            .map(|url| format!("The metadata of the authorization server are at {url}.")),
    ];
    all.into_iter().flatten().collect()
}
