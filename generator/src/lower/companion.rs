//! Types that come with another one to their names: the builder of a struct, and the headers of an
//! operation's responses.
//!
//! They are named after all that the document names, so that none of it has to give way to them.

use std::collections::BTreeMap;

use super::name::{Case, Scope, named_after};
use crate::ir::{Api, Operation, TypeId, TypeKind};

/// Names them; `scope` has the names of all types.
pub(super) fn name(api: &mut Api, scope: &mut Scope) {
    // The places of one type have builders of their own names too.
    let mut others = BTreeMap::new();
    for (group, equal) in api.equal.iter().enumerate() {
        let is_struct = matches!(api.types[equal.id].kind, TypeKind::Struct(_));
        let members = equal.members.iter().enumerate();
        let members = members.filter(|(_, member)| is_struct && member.id != equal.id);
        others.extend(members.map(|(index, member)| (member.id, (group, index))));
    }
    let mut ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|id| api.types[*id].name.clone());
    for id in ids {
        let def = &mut api.types[id];
        let wanted = named_after(def.name.as_str(), "Builder");
        if let TypeKind::Struct(object) = &mut def.kind {
            object.builder = scope.take(&wanted, Case::Camel);
        } else if let Some((group, index)) = others.get(&id) {
            let name = scope.take(&wanted, Case::Camel);
            api.equal[*group].members[*index].builder = Some(name);
        }
    }
    let mut operations: Vec<&mut Operation> = api.operations.iter_mut().collect();
    operations.sort_by_key(|operation| operation.call.clone());
    for operation in operations.into_iter().chain(&mut api.called) {
        let responses = &operation.responses;
        let mut responses = responses.success.iter().chain(&responses.errors);
        if responses.any(|response| !response.headers.is_empty()) {
            let call = operation.call.as_str();
            let mut names = ["Headers", "ResponseHeaders"].map(|ending| named_after(call, ending));
            names.sort_by_key(|name| !scope.is_free(name));
            let [name, _] = names;
            operation.headers = Some(scope.take(&name, Case::Camel));
        }
    }
}
