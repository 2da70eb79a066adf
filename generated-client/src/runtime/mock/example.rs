//! The responses that are saved in the collection, or are examples in the overlay.

use super::RecordedRequest;
use crate::operations::examples::SAVED;

/// A response that is saved in the collection, or is an example in the overlay.
#[derive(Debug)]
pub(crate) struct SavedResponse {
    /// The name of the operation, after those of its folders.
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) status: u16,
    /// Empty if there is no content.
    pub(crate) media_type: &'static str,
    pub(crate) body: &'static str,
}

/// Returns the first saved response to a request with this status, or with one of success; the reason if there is none.
pub(super) fn find(request: &RecordedRequest, status: Option<u16>) -> Result<&'static SavedResponse, String> {
    let own = SAVED.iter().filter(|saved| request.is_of(saved));
    let is_wanted = |saved: &&SavedResponse| match status {
        Some(status) => saved.status == status,
        None => (200..300).contains(&saved.status),
    };
    own.clone().find(is_wanted).ok_or_else(|| {
        let wanted = status.map_or("200 to 299".to_owned(), |status| status.to_string());
        let statuses: Vec<String> = own.map(|saved| saved.status.to_string()).collect();
        let others = match statuses.is_empty() {
            true => "there are none".to_owned(),
            false => format!("there are {}", statuses.join(", ")),
        };
        format!(
            "no response to `{}` with the status {wanted} is saved in the collection or an example in the overlay: {others}",
            request.title()
        )
    })
}
