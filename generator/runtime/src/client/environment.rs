//! Environment variables, named for an API and its security schemes, into credentials.

use crate::api::{SchemeKind, SecurityScheme};
use crate::client::{BuildError, Client, ClientBuilder};
use crate::credentials::Credentials;
use crate::credentials::oauth2::ClientCredentials;
use crate::value::secret::Secret;

impl<C: From<Client>> ClientBuilder<C> {
    /// Takes the credentials that the environment holds. Schemes without variables are left out.
    ///
    /// The variables of the scheme `basicAuth` of the API `my-pets` begin with `MY_PETS_BASIC_AUTH`. For basic
    /// authentication there follow `_USERNAME` and `_PASSWORD`; for OAuth 2 `_CLIENT_ID` and `_CLIENT_SECRET`; a token
    /// or key is in the variable of that name itself.
    pub fn credentials_from_env(self) -> Self {
        self.credentials_from(|name| std::env::var(name).ok())
    }

    /// The same from variables of one's own: a file, or a test.
    pub fn credentials_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        for scheme in self.api.schemes {
            match read(self.api.name, scheme, &variable) {
                Ok(Some(credentials)) => {
                    self = self.credentials(credentials.for_scheme(scheme.name))
                }
                Ok(None) => {}
                Err(missing) => {
                    self.wrong.get_or_insert(missing);
                }
            }
        }
        self
    }
}

fn read(
    api: &str,
    scheme: &SecurityScheme,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Credentials>, BuildError> {
    let name = format!("{}_{}", shouting(api), shouting(scheme.name));
    let token = || {
        variable(&name)
            .filter(|text| !text.is_empty())
            .map(Secret::from)
    };
    let pair = |first: &str, second: &str| {
        both(
            &format!("{name}_{first}"),
            &format!("{name}_{second}"),
            variable,
        )
    };
    Ok(match scheme.kind {
        SchemeKind::Basic => pair("USERNAME", "PASSWORD")?
            .map(|(username, password)| Credentials::basic(username, password)),
        SchemeKind::OAuth2 { .. } => match pair("CLIENT_ID", "CLIENT_SECRET")? {
            Some((id, secret)) => Some(ClientCredentials::new(id, secret).into()),
            None => token().map(Credentials::bearer),
        },
        SchemeKind::ApiKey { .. } => token().map(Credentials::api_key),
        SchemeKind::Bearer | SchemeKind::Http { .. } | SchemeKind::OpenIdConnect { .. } => {
            token().map(Credentials::bearer)
        }
        SchemeKind::MutualTls => None,
    })
}

/// Two variables that go together.
fn both(
    first: &str,
    second: &str,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<(String, String)>, BuildError> {
    match (variable(first), variable(second)) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(BuildError::new(format!(
            "`{first}` is set, but `{second}` is not"
        ))),
        (None, Some(_)) => Err(BuildError::new(format!(
            "`{second}` is set, but `{first}` is not"
        ))),
    }
}

/// `basicAuth` and `basic-auth` as `BASIC_AUTH`.
fn shouting(name: &str) -> String {
    let mut text = String::new();
    let mut after_small = false;
    for character in name.chars() {
        if character.is_uppercase() && after_small {
            text.push('_');
        }
        after_small = character.is_lowercase() || character.is_ascii_digit();
        text.push(if character.is_ascii_alphanumeric() {
            character.to_ascii_uppercase()
        } else {
            '_'
        });
    }
    text
}
