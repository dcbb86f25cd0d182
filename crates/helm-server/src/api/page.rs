use super::error::ApiError;
use super::query::Query;
use serde::Serialize;

/// The highest page number, far beyond any last page.
const LAST_PAGE: usize = 1_000_000_000;

/// A part of a long list.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Page {
    page: usize,
    page_size: usize,
    total: usize,
}

impl Page {
    /// What the parameters `page` and `page_size` ask for.
    pub(super) fn of(query: &Query, default_size: usize, most: usize) -> Result<Self, ApiError> {
        let page = query.number("page", 1, LAST_PAGE)?.unwrap_or(1);
        let page_size = query.number("page_size", 1, most)?.unwrap_or(default_size);
        Ok(Self { page, page_size, total: 0 })
    }

    /// The whole list on one page.
    pub(super) fn whole() -> Self {
        Self { page: 1, page_size: usize::MAX, total: 0 }
    }

    /// The elements on this page of all hits.
    pub(super) fn cut<'a, T>(&mut self, hits: &'a [T]) -> &'a [T] {
        self.total = hits.len();
        if self.page_size == usize::MAX {
            self.page_size = hits.len().max(1);
        }
        let start = (self.page - 1).saturating_mul(self.page_size).min(hits.len());
        let end = start.saturating_add(self.page_size).min(hits.len());
        &hits[start..end]
    }
}
