//! The keys of security schemes and of their flows, with the rules that judge their edits.

use super::super::rule::*;
use super::Edits::Ruled;
use super::{DEPRECATION, Row, TEXT};

const FLOW: &[&Rule] = &[&FLOW_CHANGED];
const FLOWS_OF: &[&Rule] = &[&FLOW_CHANGED, &FLOW_REMOVED, &FLOW_SCOPE_REMOVED];
const SCHEME: &[&Rule] = &[&SCHEME_CHANGED];

pub(super) const SCHEME_ROWS: &[Row] = &[
    ("type", Ruled(SCHEME)),
    ("description", Ruled(TEXT)),
    ("name", Ruled(SCHEME)),
    ("in", Ruled(SCHEME)),
    ("scheme", Ruled(SCHEME)),
    ("bearerFormat", Ruled(TEXT)),
    ("flows", Ruled(FLOWS_OF)),
    ("openIdConnectUrl", Ruled(SCHEME)),
    ("oauth2MetadataUrl", Ruled(SCHEME)),
    ("deprecated", Ruled(DEPRECATION)),
];

pub(super) const FLOWS: &[Row] = &[
    ("implicit", Ruled(FLOWS_OF)),
    ("password", Ruled(FLOWS_OF)),
    ("clientCredentials", Ruled(FLOWS_OF)),
    ("authorizationCode", Ruled(FLOWS_OF)),
    ("deviceAuthorization", Ruled(FLOWS_OF)),
];

pub(super) const IMPLICIT_FLOW: &[Row] = &[
    ("authorizationUrl", Ruled(FLOW)),
    ("refreshUrl", Ruled(FLOW)),
    ("scopes", Ruled(FLOW)),
];

pub(super) const TOKEN_FLOW: &[Row] = &[
    ("tokenUrl", Ruled(FLOW)),
    ("refreshUrl", Ruled(FLOW)),
    ("scopes", Ruled(FLOW)),
];

pub(super) const AUTHORIZATION_CODE_FLOW: &[Row] = &[
    ("authorizationUrl", Ruled(FLOW)),
    ("tokenUrl", Ruled(FLOW)),
    ("refreshUrl", Ruled(FLOW)),
    ("scopes", Ruled(FLOW)),
];

pub(super) const DEVICE_AUTHORIZATION_FLOW: &[Row] = &[
    ("deviceAuthorizationUrl", Ruled(FLOW)),
    ("tokenUrl", Ruled(FLOW)),
    ("refreshUrl", Ruled(FLOW)),
    ("scopes", Ruled(FLOW)),
];
