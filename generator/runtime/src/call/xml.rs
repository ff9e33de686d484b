//! Bodies in XML of a client's requests and responses: what serves them has these alone to itself.

use bytes::Bytes;

use crate::call::Call;
use crate::call::reply::{DecodeFailure, Reply};
use crate::json::ser::{self, Encode};
use crate::parameter::Value;
use crate::xml::{self, Node};

/// Gives a call a body in XML.
pub fn put<T: Encode + ?Sized>(call: &mut Call, media_type: &str, root: &Node, value: &T) {
    let text = Value::of(value).and_then(|value| xml::write::document(&value, root));
    call.encoded(media_type, text);
}

impl Reply {
    /// Makes JSON of a body in XML, for the methods that read JSON. What is JSON stays.
    pub fn from_xml(&mut self, root: &Node) -> Result<(), Box<DecodeFailure>> {
        if self.is("application/json") && !self.media_type().is_empty() {
            return Ok(());
        }
        let found = self.media_type();
        let is_xml =
            matches!(&*found, "" | "application/xml" | "text/xml") || found.ends_with("+xml");
        if !is_xml {
            let message = format!("its media type is `{found}` where XML was expected");
            return Err(DecodeFailure::new(message));
        }
        let text = std::str::from_utf8(&self.raw).map_err(DecodeFailure::new)?;
        let value = xml::read::document(text, root).map_err(DecodeFailure::new)?;
        self.raw = Bytes::from(ser::encode(&value).map_err(DecodeFailure::new)?);
        self.is_made_json = true;
        Ok(())
    }
}
