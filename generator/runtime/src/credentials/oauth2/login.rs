//! A user's browser to tokens: the authorization code with PKCE (RFC 6749, 7636), and the device grant (RFC 8628).

#![cfg(all(feature = "login", not(target_family = "wasm")))]

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::credentials::oauth2::app::{App, OAuthError, UserTokens, is_error_code};
use crate::parameter::encode;
use crate::platform::{Instant, sleep};
use crate::transport::Transport;
use crate::value::secret::Secret;

/// How long to wait between questions, where the provider does not say (RFC 8628, 3.5).
const INTERVAL: Duration = Duration::from_secs(5);

/// A login that was begun: where the user's browser goes, and what tells that the answer belongs to it.
///
/// A web program keeps it in the user's session until the browser comes back.
#[derive(Clone)]
pub struct Login {
    url: String,
    state: String,
    verifier: Secret,
    redirect: String,
}

/// A login on another device: the user goes to [`url`](Self::url) and types [`user_code`](Self::user_code).
#[derive(Clone)]
#[non_exhaustive]
pub struct DeviceLogin {
    pub user_code: String,
    pub url: String,
    /// The same with the code in it, for a picture or a link.
    pub complete_url: Option<String>,
    code: Secret,
    interval: Duration,
    until: Instant,
}

impl App {
    /// Begins a login, after which the browser is sent to `redirect`.
    ///
    /// # Errors
    ///
    /// When the provider has no place for that, or this machine no randomness.
    pub fn login(&self, redirect: impl Into<String>) -> Result<Login, OAuthError> {
        let authorize = self.provider.authorization_url.as_deref();
        let authorize = authorize
            .ok_or_else(|| OAuthError::other("the provider has no authorization endpoint"))?;
        let (redirect, state, verifier) = (redirect.into(), random()?, random()?);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let scope = self.scopes.join(" ");
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", &redirect),
            ("state", &state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        if !scope.is_empty() {
            pairs.push(("scope", &scope));
        }
        let own = self.parameters.iter();
        pairs.extend(own.map(|(name, value)| (name.as_str(), value.as_str())));
        let mut url = authorize.to_owned();
        for (name, value) in pairs {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{}={}", encode(name), encode(value)));
        }
        Ok(Login {
            url,
            state,
            verifier: verifier.into(),
            redirect,
        })
    }

    /// Ends a login: `callback` is the URL that the browser came back to, or its query.
    ///
    /// # Errors
    ///
    /// When the user refused, the callback is not the answer to this login, or the provider gives no tokens.
    pub async fn finish(
        &self,
        transport: &dyn Transport,
        login: &Login,
        callback: &str,
    ) -> Result<UserTokens, OAuthError> {
        let code = login.code(callback, self.provider.issuer.as_deref())?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &*code),
            ("redirect_uri", &login.redirect),
            ("code_verifier", login.verifier.expose()),
        ];
        self.tokens(transport, &form).await
    }

    /// Begins a login on another device.
    ///
    /// # Errors
    ///
    /// When the provider has no place for that, or refuses.
    pub async fn device_login(&self, transport: &dyn Transport) -> Result<DeviceLogin, OAuthError> {
        let url = self.provider.device_url.as_deref();
        let url = url.ok_or_else(|| OAuthError::other("the provider has no device endpoint"))?;
        let scope = self.scopes.join(" ");
        let mut form = Vec::new();
        if !scope.is_empty() {
            form.push(("scope", &*scope));
        }
        let answer = self.post(transport, url, &form).await?;
        DeviceLogin::of(&answer).ok_or(OAuthError::Answer {
            status: 200,
            reason: "it has no codes for a device",
        })
    }

    /// Waits until the user has logged in on another device.
    ///
    /// # Errors
    ///
    /// When the user refused, or the time is over.
    pub async fn wait(
        &self,
        transport: &dyn Transport,
        device: &DeviceLogin,
    ) -> Result<UserTokens, OAuthError> {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device.code.expose()),
        ];
        let mut interval = device.interval;
        loop {
            if Instant::now() >= device.until {
                return Err(OAuthError::Expired);
            }
            sleep(interval).await;
            match self.tokens(transport, &form).await {
                Err(error) if error.is("authorization_pending") => {}
                Err(error) if error.is("slow_down") => interval += INTERVAL,
                Err(error) if error.is("expired_token") => return Err(OAuthError::Expired),
                // A provider that cannot be reached just now is asked again, more slowly.
                Err(OAuthError::Other(_)) => interval *= 2,
                ended => return ended,
            }
        }
    }
}

impl Login {
    /// Where the user's browser goes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the callback must hold as `state`: by it a web program finds the login.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The code in a callback that belongs to this login.
    fn code(&self, callback: &str, issuer: Option<&str>) -> Result<String, OAuthError> {
        let pairs = pairs(callback);
        let get = |name: &str| {
            let mut found = pairs.iter().filter(|(key, _)| key == name);
            found.next().map(|(_, value)| value.as_str())
        };
        if get("state") != Some(self.state.as_str()) {
            return Err(OAuthError::Callback("its state is not that of the login"));
        }
        if let (Some(named), Some(issuer)) = (get("iss"), issuer)
            && named != issuer
        {
            return Err(OAuthError::Callback("it is another provider's"));
        }
        if let Some(code) = get("error") {
            return Err(match is_error_code(code) {
                true => OAuthError::Refused {
                    code: code.to_owned(),
                },
                false => OAuthError::Callback("it holds an error"),
            });
        }
        let code = get("code").ok_or(OAuthError::Callback("it holds no code"))?;
        Ok(code.to_owned())
    }
}

impl DeviceLogin {
    fn of(answer: &Value) -> Option<Self> {
        let text = |name: &str| answer.get(name)?.as_str().map(str::to_owned);
        let seconds = |name: &str| answer.get(name)?.as_u64().map(Duration::from_secs);
        let until = Instant::now().checked_add(seconds("expires_in")?)?;
        Some(Self {
            user_code: text("user_code")?,
            url: text("verification_uri").or_else(|| text("verification_url"))?,
            complete_url: text("verification_uri_complete"),
            code: text("device_code")?.into(),
            interval: seconds("interval").unwrap_or(INTERVAL),
            until,
        })
    }
}

/// 256 bits that nobody can guess, as text.
fn random() -> Result<String, OAuthError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| OAuthError::other("this machine has no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The pairs of a URL's query, or of a query alone.
fn pairs(callback: &str) -> Vec<(String, String)> {
    let query = callback
        .split_once('?')
        .map_or(callback, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let text = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("redirect", &self.redirect)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for DeviceLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceLogin")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
