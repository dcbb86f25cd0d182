use super::{LEAST_SHARED, PrefixTree};
use crate::random::Random;

/// What a node of a tree should be.
#[derive(Debug, PartialEq)]
struct Expected<'a> {
    parent: Option<usize>,
    prompts: &'a [usize],
    ending: &'a [usize],
    tokens: std::ops::Range<usize>,
}

fn check(prompts: &[Vec<u32>], expected: &[Expected<'_>]) {
    let prompts: Vec<&[u32]> = prompts.iter().map(Vec::as_slice).collect();
    let tree = PrefixTree::new(&prompts);
    let nodes: Vec<Expected<'_>> = (tree.nodes.iter())
        .map(|node| Expected {
            parent: node.parent,
            prompts: &node.prompts,
            ending: &node.ending,
            tokens: node.tokens.clone(),
        })
        .collect();
    assert_eq!(nodes, expected);
    assert_whole(&tree, &prompts);
}

/// What must be so in any tree.
fn assert_whole(tree: &PrefixTree, prompts: &[&[u32]]) {
    let mut endings = vec![0; prompts.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        assert!(!node.tokens.is_empty(), "a node without tokens");
        assert_eq!(node.tokens.start, node.parent.map_or(0, |parent| tree.nodes[parent].tokens.end));
        let children: Vec<usize> =
            (0..tree.nodes.len()).filter(|&child| tree.nodes[child].parent == Some(index)).collect();
        assert_eq!(node.children, children);
        assert!(children.iter().all(|&child| child > index), "parents come first");
        if !children.is_empty() {
            assert!(node.tokens.len() >= LEAST_SHARED || !node.ending.is_empty(), "not worth a node: {node:?}");
        }
        let path = tree.path(index);
        assert_eq!(path.last(), Some(&index));
        for &prompt in &node.prompts {
            let first = prompts[node.prompts[0]];
            assert_eq!(prompts[prompt][..node.tokens.end], first[..node.tokens.end], "prompts of a node begin alike");
            for &above in &path {
                assert!(tree.nodes[above].prompts.contains(&prompt), "those above have all prompts of those below");
            }
        }
        for &prompt in &node.ending {
            endings[prompt] += 1;
            assert!(node.prompts.contains(&prompt));
            let source = |&node: &usize| {
                let node = &tree.nodes[node];
                prompts[node.prompts[0]][node.tokens.clone()].to_vec()
            };
            assert_eq!(path.iter().flat_map(source).collect::<Vec<u32>>(), prompts[prompt]);
        }
    }
    let expected: Vec<usize> = prompts.iter().map(|prompt| usize::from(!prompt.is_empty())).collect();
    assert_eq!(endings, expected, "each prompt ends once, but for empty ones");
    let tokens: usize = tree.nodes.iter().map(|node| node.tokens.len()).sum();
    assert!(tokens <= prompts.iter().map(|prompt| prompt.len()).sum(), "no more than without sharing");
}

/// So many tokens, then others.
fn prompt(shared: usize, others: &[u32]) -> Vec<u32> {
    (0..shared).map(|token| 100 + u32::try_from(token).expect("few")).chain(others.iter().copied()).collect()
}

#[test]
fn a_long_shared_prefix_is_a_node() {
    check(
        &[prompt(20, &[2, 5]), prompt(20, &[1])],
        &[
            Expected { parent: None, prompts: &[1, 0], ending: &[], tokens: 0..20 },
            Expected { parent: Some(0), prompts: &[1], ending: &[1], tokens: 20..21 },
            Expected { parent: Some(0), prompts: &[0], ending: &[0], tokens: 20..22 },
        ],
    );
}

#[test]
fn a_short_shared_prefix_is_computed_again() {
    check(
        &[prompt(15, &[1, 1]), prompt(15, &[2])],
        &[
            Expected { parent: None, prompts: &[0], ending: &[0], tokens: 0..17 },
            Expected { parent: None, prompts: &[1], ending: &[1], tokens: 0..16 },
        ],
    );
}

#[test]
fn identical_prompts_are_one_node() {
    let expected = [Expected { parent: None, prompts: &[0, 1, 2], ending: &[0, 1, 2], tokens: 0..3 }];
    check(&[vec![7, 8, 9], vec![7, 8, 9], vec![7, 8, 9]], &expected);
}

#[test]
fn a_prompt_that_is_the_beginning_of_another_ends_above_it() {
    check(
        &[prompt(20, &[1, 2]), prompt(20, &[])],
        &[
            Expected { parent: None, prompts: &[1, 0], ending: &[1], tokens: 0..20 },
            Expected { parent: Some(0), prompts: &[0], ending: &[0], tokens: 20..22 },
        ],
    );
    // Unless it is short.
    check(
        &[vec![7, 8], vec![7]],
        &[
            Expected { parent: None, prompts: &[1], ending: &[1], tokens: 0..1 },
            Expected { parent: None, prompts: &[0], ending: &[0], tokens: 0..2 },
        ],
    );
}

#[test]
fn shared_prefixes_have_shared_prefixes() {
    let longer = prompt(40, &[]);
    let with = |shared: usize, token: u32| longer[..shared].iter().copied().chain([token]).collect::<Vec<u32>>();
    // The 4 tokens that 0 and 1 share beyond the first 36 are too few for a node of their own.
    check(
        &[with(40, 1), with(40, 2), with(36, 1), with(16, 1), with(16, 2)],
        &[
            Expected { parent: None, prompts: &[3, 4, 2, 0, 1], ending: &[], tokens: 0..16 },
            Expected { parent: Some(0), prompts: &[3], ending: &[3], tokens: 16..17 },
            Expected { parent: Some(0), prompts: &[4], ending: &[4], tokens: 16..17 },
            Expected { parent: Some(0), prompts: &[2, 0, 1], ending: &[], tokens: 16..36 },
            Expected { parent: Some(3), prompts: &[2], ending: &[2], tokens: 36..37 },
            Expected { parent: Some(3), prompts: &[0], ending: &[0], tokens: 36..41 },
            Expected { parent: Some(3), prompts: &[1], ending: &[1], tokens: 36..41 },
        ],
    );
}

#[test]
fn empty_prompts_are_in_no_node() {
    check(&[], &[]);
    check(&[vec![], vec![]], &[]);
    check(&[vec![], vec![1], vec![]], &[Expected { parent: None, prompts: &[1], ending: &[1], tokens: 0..1 }]);
}

#[test]
fn random_prompts_are_the_paths_to_their_ends() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let vocabulary = 1 + random.below(3);
        let mut prompts: Vec<Vec<u32>> = Vec::new();
        for _ in 0..random.below(30) {
            // The beginning of an earlier one, then something of its own.
            let mut prompt = match prompts.len() {
                0 => Vec::new(),
                earlier => prompts[random.below(earlier)].clone(),
            };
            prompt.truncate(random.below(prompt.len() + 2));
            let own = [0, 1, 5, 40][random.below(4)];
            prompt.extend((0..own).map(|_| u32::try_from(random.below(vocabulary)).expect("few")));
            prompts.push(prompt);
        }
        let prompts: Vec<&[u32]> = prompts.iter().map(Vec::as_slice).collect();
        assert_whole(&PrefixTree::new(&prompts), &prompts);
    }
}
