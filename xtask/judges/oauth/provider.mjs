// A provider of OAuth 2 and OpenID Connect, a resource that its tokens open, and a user with a browser.
//
// `/browse?url=…` does what a user does who logs in and agrees: it follows redirects with cookies, and submits
// the forms that it meets. `/refuse?url=…` is a user who does not. `/counts` says what was granted and refused, and
// `/end?token=…` ends an access token alone, where a revocation ends all that was granted with it.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const grants = ['authorization_code', 'refresh_token', DEVICE];
const client = (id, more) => ({
  client_id: id,
  grant_types: grants,
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1/callback'],
  application_type: 'native',
  ...more,
});
const open = { token_endpoint_auth_method: 'none' };
const provider = new Provider(issuer, {
  clients: [
    client('program', open),
    // Its access tokens end before anybody would use them.
    client('hasty', open),
    client('service', { client_secret: 'a secret: 100%', token_endpoint_auth_method: 'client_secret_basic' }),
    client('older', { client_secret: 'another', token_endpoint_auth_method: 'client_secret_post' }),
  ],
  features: {
    devInteractions: { enabled: false },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
  },
  cookies: { keys: ['for tests'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  issueRefreshToken: () => true,
  pkce: { required: () => true },
  rotateRefreshToken: true,
  scopes: ['openid', 'offline_access', 'pets'],
  ttl: {
    AccessToken: (_, __, { clientId }) => (clientId === 'hasty' ? 1 : 600),
    RefreshToken: 3600,
    DeviceCode: 120,
    Session: 600,
    Grant: 3600,
    Interaction: 600,
    IdToken: 600,
    AuthorizationCode: 60,
  },
});

const counts = {};
const count = (name) => (counts[name] = (counts[name] ?? 0) + 1);
provider.on('grant.success', (ctx) => count(`${ctx.oidc.params.grant_type} granted`));
provider.on('grant.error', (ctx, error) => count(`${ctx.oidc.params.grant_type} ${error.error}`));

const answer = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

// What the user does who is asked by the provider.
let agrees = true;
async function interact(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (!agrees) {
    const refused = { error: 'access_denied', error_description: 'the user refused' };
    return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false });
  }
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: 'rex' } });
  }
  const known = grantId && (await provider.Grant.find(grantId));
  const grant = known || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid offline_access pets');
  const consent = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, consent, { mergeWithLastSubmission: true });
}

// A browser with cookies: follows redirects, and submits the first form of each page with its fields.
async function browse(start) {
  const cookies = new Map();
  let [url, options] = [start, {}];
  for (let step = 0; step < 24; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const got = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } });
    for (const line of got.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split(/=(.*)/s);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    options = {};
    const place = got.headers.get('location');
    if (place) {
      url = new URL(place, url).href;
      continue;
    }
    const page = await got.text();
    const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(page);
    if (!form) return `${got.status} ${new URL(url).pathname}`;
    const fields = new URLSearchParams();
    for (const [input] of form[2].matchAll(/<input[^>]*>/g)) {
      const get = (name) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
      if (get('name')) fields.set(get('name'), get('value'));
    }
    const button = /<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"/.exec(page);
    if (button && button[1] !== 'abort') fields.set(button[1], button[2]);
    url = new URL(form[1].replaceAll('&amp;', '&'), url).href;
    options = {
      method: 'POST',
      body: fields.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  }
  return 'the browser goes round in circles';
}

const oidc = provider.callback();
http
  .createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    try {
      if (url.pathname.startsWith('/interaction/')) return await interact(request, response);
      if (url.pathname === '/counts') return answer(response, 200, counts);
      if (url.pathname === '/end') {
        const token = await provider.AccessToken.find(url.searchParams.get('token'));
        await token?.destroy();
        return answer(response, token ? 200 : 404, {});
      }
      if (url.pathname === '/browse' || url.pathname === '/refuse') {
        agrees = url.pathname === '/browse';
        return answer(response, 200, { ended: await browse(url.searchParams.get('url')) });
      }
      if (url.pathname === '/pets') {
        const [, value] = (request.headers.authorization ?? '').split(' ');
        const token = value && (await provider.AccessToken.find(value));
        if (!token || token.isExpired) {
          count('pets 401');
          return answer(response, 401, {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
        }
        return answer(response, 200, { owner: token.accountId, scope: token.scope ?? '' });
      }
    } catch (error) {
      return answer(response, 500, { error: String(error?.stack ?? error) });
    }
    return oidc(request, response);
  })
  .listen(port, '127.0.0.1');
