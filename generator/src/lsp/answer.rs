//! Requests to their answers.

use lsp_server::ErrorCode;
use lsp_types::{
    CodeActionParams, CompletionParams, DefinitionParams, DocumentSymbolParams, FoldingRangeParams,
    HoverParams, Location, PrepareRenameParams, ReferenceParams, RenameParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::Place;
use super::state::State;
use super::tree::Id;
use super::workspace::File;
use super::{complete, fix, hover, outline, rename, uri};

/// Why something is not answered.
type Refusal = (ErrorCode, String);

/// The answer to a request, or why there is none.
pub(super) fn to(state: &State, method: &str, params: Value) -> Result<Option<Value>, Refusal> {
    match method {
        "textDocument/completion" => {
            let params: CompletionParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            written(place.map(|place| complete::items(state, &place)))
        }
        "textDocument/hover" => {
            let params: HoverParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            written(place.and_then(|place| hover::hover(state, &place)))
        }
        "textDocument/definition" => {
            let params: DefinitionParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            written(place.and_then(|place| definition(&place)))
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            let is_wanted = params.context.include_declaration;
            written(place.map(|place| references(state, &place, is_wanted)))
        }
        "textDocument/prepareRename" => {
            let params: PrepareRenameParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            written(place.and_then(|place| rename::prepare(&place)))
        }
        "textDocument/rename" => {
            let params: RenameParams = read(params)?;
            let place = Place::new(state, &params.text_document_position_params);
            let Some(place) = place else {
                return Err(not_open());
            };
            let edit = rename::rename(state, &place, &params.new_name);
            let edit = edit.map_err(|why| (ErrorCode::RequestFailed, why))?;
            written(Some(edit))
        }
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            let file = state.workspace.file(&uri::path(&params.text_document.uri));
            written(file.map(|file| outline::symbols(&file)))
        }
        "textDocument/foldingRange" => {
            let params: FoldingRangeParams = read(params)?;
            let file = state.workspace.file(&uri::path(&params.text_document.uri));
            written(file.map(|file| outline::folds(&file, state.most_ranges)))
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let file = state.workspace.file(&uri::path(&params.text_document.uri));
            written(file.map(|file| fix::actions(state, &file, params.range)))
        }
        _ => Err((
            ErrorCode::MethodNotFound,
            format!("`{method}` is not known"),
        )),
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn written<R: Serialize>(result: Option<R>) -> Result<Option<Value>, Refusal> {
    let value = result.map(serde_json::to_value).transpose();
    value.map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn not_open() -> Refusal {
    (ErrorCode::RequestFailed, "the text is not open".to_owned())
}

fn definition(place: &Place) -> Option<Location> {
    let target = place.named()?;
    let (file, node) = place.project.find(&target)?;
    Some(location(file, node))
}

/// Where a member stands: its key, or the start of what has none.
fn location(file: &File, node: Id) -> Location {
    let span = file.tree.key_span(node).unwrap_or_else(|| {
        let start = file.tree.value_span(node).start;
        start..start
    });
    Location::new(file.uri.clone(), file.text.range(span))
}

fn references(state: &State, place: &Place, is_declaration_wanted: bool) -> Vec<Location> {
    let Some(target) = place.named() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if is_declaration_wanted && let Some((file, node)) = place.project.find(&target) {
        found.push(location(file, node));
    }
    for project in state.projects(&place.file.path, &place.project.root) {
        for (file, site) in project.all_sites() {
            if site.target != target {
                continue;
            }
            let span = rename::site_span(file, site);
            let location = Location::new(file.uri.clone(), file.text.range(span));
            if !found.contains(&location) {
                found.push(location);
            }
        }
    }
    found
}
