//! What prompts have in common at their start, as a tree: each node is a run of tokens that everything below it
//! shares, and is computed once.

use std::ops::Range;

/// Tokens that must be shared for a node of its own to be worth a place in the order of passes. Fewer are computed
/// again for each prompt.
const LEAST_SHARED: usize = 16;

/// The tree of some prompts.
pub(crate) struct PrefixTree {
    /// Parents come before their children.
    pub(crate) nodes: Vec<Node>,
}

/// A run of tokens.
#[derive(Debug)]
pub(crate) struct Node {
    /// What comes right before.
    pub(crate) parent: Option<usize>,
    /// What comes right after, in all variants.
    pub(crate) children: Vec<usize>,
    /// The prompts that contain the run, by their index: all that begin alike up to its end.
    pub(crate) prompts: Vec<usize>,
    /// Those of them that end with it.
    pub(crate) ending: Vec<usize>,
    /// Where in these prompts the run is.
    pub(crate) tokens: Range<usize>,
}

impl PrefixTree {
    /// The tree of prompts; empty ones are in no node.
    pub(crate) fn new(prompts: &[&[u32]]) -> Self {
        let mut order: Vec<usize> = (0..prompts.len()).filter(|&index| !prompts[index].is_empty()).collect();
        order.sort_by_key(|&index| (prompts[index], index));
        let mut tree = Self { nodes: Vec::new() };
        tree.add_groups(prompts, &order, None, 0, 0);
        tree
    }

    /// Adds prompts, sorted, that agree up to `end`, and of which nodes hold what comes before `start`.
    fn add_groups(&mut self, prompts: &[&[u32]], order: &[usize], parent: Option<usize>, start: usize, end: usize) {
        for group in order.chunk_by(|&left, &right| prompts[left].get(end) == prompts[right].get(end)) {
            self.add(prompts, group, parent, start);
        }
    }

    /// Adds prompts, sorted, that agree in the token at `start` or more.
    fn add(&mut self, prompts: &[&[u32]], order: &[usize], parent: Option<usize>, start: usize) {
        let (first, last) = (prompts[order[0]], prompts[order[order.len() - 1]]);
        let end = first.iter().zip(last).take_while(|(left, right)| left == right).count();
        let is_leaf = end == last.len();
        if !is_leaf && end - start < LEAST_SHARED {
            return self.add_groups(prompts, order, parent, start, end);
        }
        let index = self.nodes.len();
        if let Some(parent) = parent {
            self.nodes[parent].children.push(index);
        }
        let ending = order.iter().take_while(|&&prompt| prompts[prompt].len() == end).count();
        self.nodes.push(Node {
            parent,
            children: Vec::new(),
            prompts: order.to_vec(),
            ending: order[..ending].to_vec(),
            tokens: start..end,
        });
        self.add_groups(prompts, &order[ending..], Some(index), end, end);
    }

    /// The nodes from the root to `index`.
    pub(crate) fn path(&self, index: usize) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(Some(index), |&node| self.nodes[node].parent).collect();
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests;
