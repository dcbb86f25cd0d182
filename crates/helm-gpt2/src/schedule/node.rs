//! What the schedule knows of a node of the prefix tree.

use crate::engine::{Segment, Target, Wanted};
use crate::prefix_tree::{Node, PrefixTree};
use crate::request::Request;
use std::sync::Arc;

/// A node and what came of it.
pub(super) struct NodeState {
    pub(super) wanted: Wanted,
    /// Tokens whose log-probabilities prompts want: those of the run after its first one, then the different ones that
    /// come right after it in prompts, sorted. Rows are counted from the start of the run.
    pub(super) targets: Vec<Target>,
    /// How many of the likeliest tokens prompts want after each token.
    pub(super) likeliest: usize,
    /// Whether all logits after the run's last token are wanted.
    pub(super) wants_logits: bool,
    /// For each prompt that ends here and is completed: how many completions it gets, and how many tokens each of them
    /// needs room for.
    pub(super) completions: Vec<(usize, usize)>,
    /// The log-probability of each target, once computed.
    pub(super) logprobs: Vec<f64>,
    /// The likeliest tokens after each token, where they are wanted.
    pub(super) alternatives: Vec<Vec<(u32, f64)>>,
    /// The run's keys and values, while something may need them.
    pub(super) segment: Option<Arc<Segment>>,
    /// Children below which something is not computed yet.
    pub(super) open_children: usize,
}

impl NodeState {
    pub(super) fn new(node: &Node, requests: &[&Request], positions: usize) -> Self {
        let scoring = || node.prompts.iter().filter(|&&prompt| requests[prompt].score_prompt);
        let mut targets = Vec::new();
        if let Some(&prompt) = scoring().next() {
            let run = &requests[prompt].prompt[node.tokens.clone()];
            targets.extend(run[1..].iter().enumerate().map(|(row, &token)| Target { row, token }));
        }
        let mut next: Vec<u32> = scoring().filter_map(|&prompt| next_token(node, &requests[prompt].prompt)).collect();
        next.sort_unstable();
        next.dedup();
        targets.extend(next.into_iter().map(|token| Target { row: node.tokens.len() - 1, token }));
        let ending = || node.ending.iter().map(|&prompt| requests[prompt]);
        let wants_logits = ending().any(|request| request.next_token_logprobs || request.generates());
        let likeliest = scoring().map(|&prompt| requests[prompt].likeliest()).max().unwrap_or_default();
        let wanted = match &targets[..] {
            _ if likeliest > 0 => Wanted::All,
            [] if !wants_logits => Wanted::None,
            [first, ..] if first.row + 1 < node.tokens.len() => Wanted::All,
            _ => Wanted::Last,
        };
        let completed = ending().filter(|request| request.generates());
        let room = |request: &Request| (request.completions.len(), request.most_read_of_completion(positions));
        Self {
            wanted,
            targets,
            likeliest,
            wants_logits,
            completions: completed.map(room).collect(),
            logprobs: Vec::new(),
            alternatives: Vec::new(),
            segment: None,
            open_children: node.children.len(),
        }
    }
}

/// The token that comes after a node in a prompt that contains it.
fn next_token(node: &Node, prompt: &[u32]) -> Option<u32> {
    prompt.get(node.tokens.end).copied()
}

/// The log-probabilities of a prompt's tokens after the first, put together from the nodes that it is made of.
pub(super) fn prompt_logprobs(tree: &PrefixTree, nodes: &[NodeState], last: usize, prompt: &[u32]) -> Vec<f64> {
    let mut logprobs = Vec::with_capacity(prompt.len());
    for index in tree.path(last) {
        let (node, state) = (&tree.nodes[index], &nodes[index]);
        let inside = node.tokens.len() - 1;
        logprobs.extend(&state.logprobs[..inside]);
        if let Some(next) = next_token(node, prompt) {
            let known = state.targets[inside..].binary_search_by_key(&next, |target| target.token);
            logprobs.push(state.logprobs[inside + known.expect("targets hold what comes next in each prompt")]);
        }
    }
    logprobs
}

/// The likeliest tokens in the place of each of a prompt's tokens after the first.
pub(super) fn prompt_alternatives(
    tree: &PrefixTree,
    nodes: &[NodeState],
    last: usize,
    request: &Request,
) -> Vec<Vec<(u32, f64)>> {
    let all = tree.path(last).into_iter().flat_map(|index| &nodes[index].alternatives);
    let places = all.take(request.prompt.len() - 1);
    places.map(|tokens| tokens.iter().take(request.likeliest()).copied().collect()).collect()
}
