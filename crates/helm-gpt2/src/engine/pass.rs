//! One pass of the transformer over the new tokens of any number of sequences.

use super::activations::Activations;
use super::feed_forward;
use super::groups::Groups;
use super::segment::Segment;
use crate::floats::Floats;
use crate::kernel::KeysAndValues;
use std::sync::Arc;

/// New tokens of a sequence.
pub(crate) struct Sequence<'a> {
    /// The new tokens.
    pub(crate) tokens: &'a [u32],
    /// All that comes before `own`.
    pub(crate) past: &'a [Arc<Segment>],
    /// The segment that keys and values of the new tokens are appended to; it has room for them.
    pub(crate) own: &'a mut Segment,
    /// Which of the new tokens' hidden states are wanted.
    pub(crate) wanted: Wanted,
}

/// Which tokens' hidden states are wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    /// None: later tokens want the keys and values.
    None,
    /// The last token's.
    Last,
    /// All tokens'.
    All,
}

impl Sequence<'_> {
    /// The position of the first new token.
    pub(super) fn first_position(&self) -> usize {
        self.past.iter().map(|segment| segment.tokens()).sum::<usize>() + self.own.tokens()
    }

    /// What a head of a layer reads, the new tokens included.
    pub(super) fn sources(&self, layer: usize, head: usize) -> Vec<KeysAndValues<'_>> {
        let past = self.past.iter().map(|segment| segment.head(layer, head, 0));
        past.chain([self.own.head(layer, head, self.tokens.len())]).collect()
    }
}

/// Rows of consecutive tokens of one sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) sequence: usize,
    pub(super) first_row: usize,
    pub(super) rows: usize,
    /// The position of the first row's token in its sequence.
    pub(super) first_position: usize,
}

/// The rows of each sequence.
pub(super) fn spans(sequences: &[Sequence<'_>]) -> Vec<Span> {
    let mut first_row = 0;
    let span = |(index, sequence): (usize, &Sequence<'_>)| {
        let rows = sequence.tokens.len();
        first_row += rows;
        Span { sequence: index, first_row: first_row - rows, rows, first_position: sequence.first_position() }
    };
    sequences.iter().enumerate().map(span).collect()
}

/// The rows of each sequence that are wanted, where any are.
pub(super) fn wanted_spans(sequences: &[Sequence<'_>], spans: &[Span]) -> Vec<Span> {
    let wanted = |&span: &Span| match sequences[span.sequence].wanted {
        Wanted::None => None,
        Wanted::All => Some(span),
        Wanted::Last => {
            let skipped = span.rows - 1;
            let (first_row, first_position) = (span.first_row + skipped, span.first_position + skipped);
            Some(Span { first_row, rows: 1, first_position, ..span })
        }
    };
    spans.iter().filter_map(wanted).collect()
}

/// The parts of spans that are in each group; their rows are counted from the first of the group.
pub(super) fn spans_of_groups(spans: &[Span], groups: Groups) -> Vec<Vec<Span>> {
    let mut spans_of_groups = vec![Vec::new(); groups.count()];
    for span in spans {
        let mut first_position = span.first_position;
        for (group, rows) in groups.parts(span.first_row..span.first_row + span.rows) {
            spans_of_groups[group].push(Span { first_row: rows.start, rows: rows.len(), first_position, ..*span });
            first_position += rows.len();
        }
    }
    spans_of_groups
}

/// Room that passes work in, kept from one to the next.
#[derive(Default)]
pub(crate) struct Workspace {
    /// The residual stream.
    pub(super) residual: Activations,
    /// Layer norms of it.
    pub(super) normal: Activations,
    pub(super) queries: Activations,
    pub(super) keys_values: Activations,
    /// What heads read.
    pub(super) mixed: Activations,
    /// Inside the feed-forward layer.
    pub(super) feed_forward: feed_forward::Room,
    /// What else is multiplied, as kernels want it.
    pub(super) room: Floats,
}
