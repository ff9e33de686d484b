//! The one walk over the API: to the shapes that its parts hold, and to the types that those name.

use super::{
    Api, BodyArgument, Content, Extras, MediaKind, Operation, Part, Payload, Shape, Type, TypeId,
    TypeKind,
};

/// The walk, for reading and for writing: with references of one kind, and what goes with them.
macro_rules! visits {
    (
        [$($mutable:tt)?] $iter:ident $as_ref:ident $from_ref:ident,
        $each_shape:ident $each_held:ident $inner:ident $each_within:ident
    ) => {
        impl Api {
            /// The shapes that stand in the definitions of all types, and in all operations.
            pub fn $each_shape(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                for def in self.types.0.$iter() {
                    def.kind.$each_shape(each);
                }
                for operation in self.operations.$iter().chain(self.called.$iter()) {
                    operation.$each_shape(each);
                }
            }
        }

        impl TypeKind {
            /// The shapes that stand in a definition.
            pub fn $each_shape(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                self.$each_held(each);
                if let Self::Struct(object) = self
                    && let Extras::Kept { value, .. } = &$($mutable)? object.extras
                {
                    each(value);
                }
            }

            /// Those of them that a value holds in itself: what a map of further properties holds
            /// is behind a pointer.
            pub fn $each_held(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                match self {
                    Self::Struct(object) => {
                        let fields = object.fields.$iter();
                        fields.for_each(|field| each(&$($mutable)? field.shape));
                    }
                    Self::Union(union) => {
                        let branches = union.branches.$iter();
                        branches.for_each(|branch| each(&$($mutable)? branch.shape));
                    }
                    Self::Newtype(shape) | Self::Alias(shape) => each(shape),
                    Self::Enum(_) | Self::External(_) => {}
                }
            }
        }

        impl Operation {
            /// The shapes of what an operation sends and of what comes back.
            pub fn $each_shape(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                let parameters = self.parameters.$iter();
                parameters.for_each(|parameter| each(&$($mutable)? parameter.shape));
                match self.body.$as_ref().map(|body| &$($mutable)? body.argument) {
                    Some(BodyArgument::Single(content)) => content.$each_shape(each),
                    Some(BodyArgument::Several { variants, .. }) => {
                        let variants = variants.$iter();
                        variants.for_each(|(_, content)| content.$each_shape(each));
                    }
                    None => {}
                }
                let success = self.responses.success.$iter();
                for response in success.chain(self.responses.errors.$iter()) {
                    let headers = response.headers.$iter();
                    headers.for_each(|header| each(&$($mutable)? header.shape));
                    let variants = response.variants.$iter();
                    let contents = variants.filter_map(|variant| variant.content.$as_ref());
                    contents.for_each(|content| content.$each_shape(each));
                }
            }
        }

        impl Content {
            /// The shapes of what a body holds.
            pub fn $each_shape(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                match &$($mutable)? self.kind {
                    MediaKind::Json(shape)
                    | MediaKind::Xml(shape, _)
                    | MediaKind::Form(shape, _)
                    | MediaKind::Text(shape, _)
                    | MediaKind::EventStream(shape, _)
                    | MediaKind::JsonLines(shape) => each(shape),
                    MediaKind::PartStream(value) => {
                        value.$iter().for_each(|(shape, _)| each(shape));
                    }
                    MediaKind::TypedEvents(_, kinds) => {
                        kinds.$iter().for_each(|kind| each(&$($mutable)? kind.shape));
                    }
                    MediaKind::Multipart { parts, .. } => {
                        parts.$iter().for_each(|part| part.$each_shape(each));
                    }
                    MediaKind::Bytes | MediaKind::Base64 => {}
                }
            }
        }

        impl Part {
            /// The shapes of what a part holds, and of the parts within it.
            pub fn $each_shape(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                match &$($mutable)? self.payload {
                    Payload::Value(shape) => each(shape),
                    Payload::File => {}
                }
                let headers = self.headers.$iter();
                headers.for_each(|header| each(&$($mutable)? header.shape));
                self.list.$iter().for_each(&mut *each);
                for nested in self.nested.$iter() {
                    nested.parts.$iter().for_each(|part| part.$each_shape(each));
                }
            }
        }

        impl Type {
            /// The shapes that a type is made of: those of items and values.
            pub fn $inner(&$($mutable)? self) -> &$($mutable)? [Shape] {
                match self {
                    Self::List(item) | Self::Map(item) => std::slice::$from_ref(item),
                    Self::Tuple(items) => items,
                    Self::Named(_)
                    | Self::Boxed(_)
                    | Self::Bool
                    | Self::Integer(_)
                    | Self::BigInteger
                    | Self::F32
                    | Self::F64
                    | Self::Decimal
                    | Self::String
                    | Self::Format(_)
                    | Self::Value
                    | Self::Null => &$($mutable)? [],
                }
            }
        }

        impl Shape {
            /// A shape, and all that it is made of.
            pub fn $each_within(&$($mutable)? self, each: &mut impl FnMut(&$($mutable)? Shape)) {
                each(self);
                for inner in self.ty.$inner() {
                    inner.$each_within(each);
                }
            }
        }
    };
}

visits!([] iter as_ref from_ref, each_shape each_held inner each_within);
visits!([mut] iter_mut as_mut from_mut, each_shape_mut each_held_mut inner_mut each_within_mut);

impl Type {
    /// The generated type that a type is.
    pub fn id(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            _ => None,
        }
    }

    /// The generated type that a type is, to be replaced by another.
    pub fn id_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(id),
            _ => None,
        }
    }
}

impl Shape {
    /// The generated types that a shape names.
    pub fn each_named(&self, each: &mut impl FnMut(TypeId)) {
        self.each_within(&mut |shape| shape.ty.id().into_iter().for_each(&mut *each));
    }
}
