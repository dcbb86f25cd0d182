//! In which order requests are computed: prompts as a tree of shared prefixes ([`PrefixTree`]), its nodes in passes of
//! up to a thousand rows, and with them the next token of every completion under way.
//!
//! The order decides about time and memory alone. Answers do not depend on it, not in a single bit: that is what the
//! kernels promise.

mod completion;
mod node;

use crate::engine::{Engine, Reading, Segment, Sequence, Target, Wanted, Wishes, Workspace};
use crate::prefix_tree::PrefixTree;
use crate::request::{Answer, Completion, Request};
use crate::{Config, Error};
use completion::{CompletionUnderWay, Next};
use node::NodeState;
use rayon::prelude::*;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Most rows of a pass, but for a single prompt of more: enough that the fixed cost of a pass, that of about 80 rows,
/// hardly counts; few enough that memory for them is little beside the weights.
const PASS_ROWS: usize = 1024;

/// Answers requests that the model can answer. `answered` is given each answer as it is done, with the request's index.
pub(crate) fn answer(
    engine: &Engine,
    config: &Config,
    memory: usize,
    requests: &[&Request],
    answered: &mut dyn FnMut(usize, Result<Answer, Error>),
) {
    let prompts: Vec<&[u32]> = requests.iter().map(|request| request.read()).collect();
    let tree = PrefixTree::new(&prompts);
    let mut schedule = Schedule::new(engine, config, memory, requests, &tree);
    for (index, request) in requests.iter().enumerate() {
        if request.read().is_empty() {
            schedule.finish(index);
        }
    }
    schedule.hand_over(answered);
    let mut workspace = engine.take_workspace();
    while schedule.step(&mut workspace) {
        schedule.hand_over(answered);
    }
    engine.give_back(workspace);
}

struct Schedule<'a> {
    engine: &'a Engine,
    positions: usize,
    /// Bytes that keys and values should take at most.
    memory: usize,
    requests: &'a [&'a Request],
    tree: &'a PrefixTree,
    nodes: Vec<NodeState>,
    /// Nodes whose parent is computed; the last comes first, so that a prefix is used up before the next.
    ready: Vec<usize>,
    completions: Vec<CompletionUnderWay>,
    /// All segments of nodes that may still be in memory.
    segments: Vec<Weak<Segment>>,
    pending: Vec<Pending>,
    /// Requests whose answers are done and not handed over yet.
    finished: Vec<usize>,
}

/// An answer in the making.
struct Pending {
    answer: Result<Answer, Error>,
    /// What still has to be done: the prompt, and each completion.
    open: usize,
}

impl<'a> Schedule<'a> {
    fn new(
        engine: &'a Engine,
        config: &Config,
        memory: usize,
        requests: &'a [&'a Request],
        tree: &'a PrefixTree,
    ) -> Self {
        let pending = |request: &&Request| {
            let completions = if request.generates() { request.completions.len() } else { 0 };
            let answer =
                Answer { completions: vec![Completion::default(); request.completions.len()], ..Answer::default() };
            Pending { answer: Ok(answer), open: 1 + completions }
        };
        let mut roots: Vec<usize> = (0..tree.nodes.len()).filter(|&node| tree.nodes[node].parent.is_none()).collect();
        roots.reverse();
        Self {
            engine,
            positions: config.n_positions,
            memory,
            requests,
            tree,
            nodes: tree.nodes.iter().map(|node| NodeState::new(node, requests, config.n_positions)).collect(),
            ready: roots,
            completions: Vec::new(),
            segments: Vec::new(),
            pending: requests.iter().map(pending).collect(),
            finished: Vec::new(),
        }
    }

    /// One pass. Whether there was anything to do.
    fn step(&mut self, workspace: &mut Workspace) -> bool {
        let start = Instant::now();
        let nodes = self.admit();
        if nodes.is_empty() && self.completions.is_empty() {
            return false;
        }
        // Those that wait come first in the next pass.
        let waiting = self.completions.split_off(self.completions.len().min(PASS_ROWS));
        let reading = self.pass(&nodes, workspace);
        let completing = std::mem::replace(&mut self.completions, waiting);
        let completing_requests: Vec<usize> = completing.iter().map(|completion| completion.request).collect();
        let mut logits = reading.logits.into_iter();
        let mut logprobs = reading.logprobs.into_iter();
        let mut likeliest = reading.likeliest.into_iter();
        // Completions come first in a pass; those that begin below are for the next one.
        self.advance(completing, &mut logits, &mut likeliest);
        for &node in &nodes {
            let scored = self.nodes[node].targets.len();
            self.nodes[node].logprobs = logprobs.by_ref().take(scored).collect();
            if self.nodes[node].likeliest > 0 {
                self.nodes[node].alternatives = likeliest.by_ref().take(self.tree.nodes[node].tokens.len()).collect();
            }
            let logits = if self.nodes[node].wants_logits { logits.next() } else { None };
            self.end_prompts(node, logits.as_ref());
        }
        self.share(start.elapsed(), &nodes, &completing_requests);
        self.release(&nodes);
        true
    }

    /// Takes as many nodes as a pass and the memory have room for.
    fn admit(&mut self) -> Vec<usize> {
        self.segments.retain(|segment| segment.strong_count() > 0);
        let kept = self.segments.iter().filter_map(Weak::upgrade).map(|segment| segment.bytes());
        let mut used = kept.sum::<usize>() + self.completions.iter().map(CompletionUnderWay::bytes).sum::<usize>();
        let mut rows = self.completions.len().min(PASS_ROWS);
        let mut admitted = Vec::new();
        while let Some(&node) = self.ready.last() {
            let tokens = self.tree.nodes[node].tokens.len();
            let completions = self.nodes[node].completions.iter();
            let completions = completions.map(|&(count, tokens)| count * self.engine.segment_bytes(tokens));
            let bytes = self.engine.segment_bytes(tokens) + completions.sum::<usize>();
            // Something must always go on.
            let is_first = rows == 0;
            if !is_first && (rows + tokens > PASS_ROWS || used + bytes > self.memory) {
                break;
            }
            rows += tokens;
            used += bytes;
            admitted.push(node);
            self.ready.pop();
        }
        admitted
    }

    fn pass(&mut self, nodes: &[usize], workspace: &mut Workspace) -> Reading {
        let mut own: Vec<Segment> = nodes.iter().map(|&node| self.new_segment(node)).collect();
        let past: Vec<Vec<Arc<Segment>>> = nodes.iter().map(|&node| self.past(node)).collect();
        let mut targets = Vec::new();
        let (greedy, mut logits_of): (Vec<usize>, Vec<usize>) =
            (0..self.completions.len()).partition(|&row| self.completions[row].is_greedy());
        let mut likeliest_of: Vec<(usize, usize)> = greedy.into_iter().map(|row| (row, 1)).collect();
        let mut hidden_rows = self.completions.len();
        let mut sequences: Vec<Sequence<'_>> = self.completions.iter_mut().map(CompletionUnderWay::sequence).collect();
        for ((&node, own), past) in nodes.iter().zip(&mut own).zip(&past) {
            let run = &self.tree.nodes[node];
            let state = &self.nodes[node];
            let tokens = &self.requests[run.prompts[0]].prompt[run.tokens.clone()];
            sequences.push(Sequence { tokens, past, own, wanted: state.wanted });
            let first = hidden_rows;
            hidden_rows += match state.wanted {
                Wanted::None => 0,
                Wanted::Last => 1,
                Wanted::All => tokens.len(),
            };
            if state.likeliest > 0 {
                likeliest_of.extend((first..hidden_rows).map(|row| (row, state.likeliest)));
            }
            if state.wants_logits {
                logits_of.push(hidden_rows - 1);
            }
            let skipped = if state.wanted == Wanted::All { 0 } else { tokens.len() - 1 };
            let target = |target: &Target| Target { row: first + target.row - skipped, ..*target };
            targets.extend(state.targets.iter().map(target));
        }
        let wishes = Wishes { targets: &targets, logits_of: &logits_of, likeliest_of: &likeliest_of };
        // On a thread of the pool: one from outside would be put to sleep and woken for each product of each layer.
        let reading = rayon::scope(|_| {
            self.engine.pass(&mut sequences, workspace);
            self.engine.read(workspace, &wishes)
        });
        drop(sequences);
        for (&node, segment) in nodes.iter().zip(own) {
            let segment = Arc::new(segment);
            self.segments.push(Arc::downgrade(&segment));
            self.nodes[node].segment = Some(segment);
        }
        reading
    }

    fn new_segment(&self, node: usize) -> Segment {
        let tokens = self.tree.nodes[node].tokens.len();
        let state = &self.nodes[node];
        let is_read_again = state.open_children > 0 || state.completions.iter().any(|&(_, tokens)| tokens > 0);
        if is_read_again { self.engine.segment(tokens) } else { self.engine.last_segment(tokens) }
    }

    /// The segments of all nodes above one.
    fn past(&self, node: usize) -> Vec<Arc<Segment>> {
        let above = std::iter::successors(self.tree.nodes[node].parent, |&node| self.tree.nodes[node].parent);
        let mut past: Vec<Arc<Segment>> = above
            .map(|node| Arc::clone(self.nodes[node].segment.as_ref().expect("kept until all below is computed")))
            .collect();
        past.reverse();
        past
    }

    /// What follows from a node that was computed: its children can be, and prompts that end with it are read.
    fn end_prompts(&mut self, node: usize, logits: Option<&(Vec<f32>, f64)>) {
        let run = &self.tree.nodes[node];
        self.ready.extend(run.children.iter().rev());
        let mut past = None;
        for &index in &run.ending {
            let request = self.requests[index];
            if let Ok(answer) = &mut self.pending[index].answer {
                if request.score_prompt {
                    answer.prompt_logprobs = node::prompt_logprobs(self.tree, &self.nodes, node, &request.prompt);
                }
                if request.likeliest() > 0 {
                    answer.prompt_alternatives = node::prompt_alternatives(self.tree, &self.nodes, node, request);
                }
                if request.next_token_logprobs {
                    let (logits, normalizer) = logits.expect("a node gives the logits that its prompts want");
                    answer.next_token_logprobs = logits.iter().map(|&logit| f64::from(logit) - normalizer).collect();
                }
            }
            if request.generates() {
                let past = past.get_or_insert_with(|| {
                    let own = Arc::clone(self.nodes[node].segment.as_ref().expect("it was just computed"));
                    self.past(node).into_iter().chain([own]).collect::<Arc<[_]>>()
                });
                let (logits, normalizer) = logits.expect("a node gives the logits that its prompts want");
                for sampling in 0..request.completions.len() {
                    let own = self.engine.segment(request.most_read_of_completion(self.positions));
                    let mut completion = CompletionUnderWay::new(index, sampling, request, Arc::clone(past), own);
                    let outcome = completion.next(request, self.positions, Next::Logits(logits, *normalizer));
                    self.go_on(completion, outcome);
                }
            }
            self.finish(index);
        }
    }

    /// Takes completions a token further, each by what the pass found for it.
    fn advance(
        &mut self,
        mut completing: Vec<CompletionUnderWay>,
        logits: &mut impl Iterator<Item = (Vec<f32>, f64)>,
        likeliest: &mut impl Iterator<Item = Vec<(u32, f64)>>,
    ) {
        let num_others = completing.iter().filter(|completion| !completion.is_greedy()).count();
        let of_others: Vec<(Vec<f32>, f64)> = logits.take(num_others).collect();
        let mut of_others = of_others.iter();
        let next = |completion: &CompletionUnderWay| {
            if completion.is_greedy() {
                let tokens = likeliest.next().expect("each greedy completion has a likeliest token");
                Next::Likeliest(tokens[0].0, tokens[0].1)
            } else {
                let (logits, normalizer) = of_others.next().expect("each other completion has logits");
                Next::Logits(logits, *normalizer)
            }
        };
        let next: Vec<Next> = completing.iter().map(next).collect();
        let (requests, positions) = (self.requests, self.positions);
        // By all threads, since a draw looks at the whole vocabulary.
        let draws = completing.par_iter_mut().zip(next);
        let outcomes: Vec<Result<bool, Error>> =
            draws.map(|(completion, next)| completion.next(requests[completion.request], positions, next)).collect();
        for (completion, outcome) in completing.into_iter().zip(outcomes) {
            self.go_on(completion, outcome);
        }
    }

    /// Keeps a completion for the next pass, or files it.
    fn go_on(&mut self, completion: CompletionUnderWay, outcome: Result<bool, Error>) {
        match outcome {
            Ok(true) => return self.completions.push(completion),
            Ok(false) => {
                if let Ok(answer) = &mut self.pending[completion.request].answer {
                    answer.completions[completion.sampling] = completion.done;
                }
            }
            Err(error) => self.pending[completion.request].answer = Err(error),
        }
        self.finish(completion.request);
    }

    /// Counts something that was open for a request as done.
    fn finish(&mut self, request: usize) {
        let pending = &mut self.pending[request];
        pending.open -= 1;
        if pending.open == 0 {
            self.finished.push(request);
        }
    }

    /// Lets go of answers that are done. Between passes, because the time of a pass is shared at its end.
    fn hand_over(&mut self, answered: &mut dyn FnMut(usize, Result<Answer, Error>)) {
        for request in self.finished.drain(..) {
            let answer = std::mem::replace(&mut self.pending[request].answer, Ok(Answer::default()));
            answered(request, answer);
        }
    }

    /// Shares the time of a pass among the requests that it was for, by their rows.
    fn share(&mut self, time: Duration, nodes: &[usize], completions: &[usize]) {
        let rows = nodes.iter().map(|&node| self.tree.nodes[node].tokens.len()).sum::<usize>() + completions.len();
        let per_row = time.div_f64(rows as f64);
        for &request in completions {
            add_time(&mut self.pending[request], per_row);
        }
        for &node in nodes {
            let run = &self.tree.nodes[node];
            let each = per_row.mul_f64(run.tokens.len() as f64 / run.prompts.len() as f64);
            for &request in &run.prompts {
                add_time(&mut self.pending[request], each);
            }
        }
    }

    /// Lets go of segments that nothing below needs any more, after some nodes were computed.
    fn release(&mut self, nodes: &[usize]) {
        for &node in nodes {
            let mut done = Some(node).filter(|&node| self.nodes[node].open_children == 0);
            while let Some(node) = done {
                self.nodes[node].segment = None;
                done = self.tree.nodes[node].parent;
                if let Some(parent) = done {
                    self.nodes[parent].open_children -= 1;
                    done = done.filter(|&parent| self.nodes[parent].open_children == 0);
                }
            }
        }
    }
}

fn add_time(pending: &mut Pending, time: Duration) {
    if let Ok(answer) = &mut pending.answer {
        answer.time += time;
    }
}
