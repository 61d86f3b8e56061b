//! Public pages, written once and given out as they are until something in them changes.

use super::answer::{is_known, tag_of_bytes};
use super::problem::Problem;
use crate::domain::Lang;
use actix_web::http::header::{AcceptEncoding, CONTENT_ENCODING, ETAG, Encoding, Header, VARY};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// A page in its language, laid out in one of some ways.
pub type PageKey = (Lang, &'static str);

/// The pages written so far.
#[derive(Default)]
pub struct Pages(Mutex<HashMap<PageKey, Arc<Page>>>);

impl Pages {
    pub fn get(&self, key: &PageKey) -> Option<Arc<Page>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub fn keep(&self, key: PageKey, page: Arc<Page>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, page);
    }
}

/// A page as it goes out, also compressed, with the tag of its bytes.
pub struct Page {
    plain: Bytes,
    gzip: Bytes,
    tag: String,
}

impl Page {
    pub fn new(text: String) -> Result<Page, Problem> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text.as_bytes()).map_err(Problem::internal)?;
        Ok(Page {
            tag: tag_of_bytes(text.as_bytes()),
            gzip: gzip.finish().map_err(Problem::internal)?.into(),
            plain: text.into(),
        })
    }

    /// The page, or 304 where the client has it already.
    pub fn answer(
        &self,
        request: &HttpRequest,
        kind: &'static str,
        cache: &'static str,
    ) -> HttpResponse {
        let mut answer = match is_known(request, &self.tag) {
            true => HttpResponse::NotModified(),
            false => HttpResponse::Ok(),
        };
        answer.insert_header((ETAG, self.tag.as_str())).insert_header(("Cache-Control", cache));
        answer.insert_header((VARY, "Accept-Encoding, Accept-Language"));
        if is_known(request, &self.tag) {
            return answer.finish();
        }
        answer.content_type(kind);
        let accepted = AcceptEncoding::parse(request).ok();
        let gzip = Encoding::gzip();
        match accepted.and_then(|all| all.negotiate([&gzip, &Encoding::identity()].into_iter())) {
            Some(chosen) if chosen == gzip => {
                answer.insert_header((CONTENT_ENCODING, "gzip")).body(self.gzip.clone())
            }
            _ => answer.body(self.plain.clone()),
        }
    }
}
