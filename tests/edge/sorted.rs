//! The sorted list is the tree it stands for.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tracktry_edge::sorted::{Sorted, SortedSet};

proptest! {
    #[test]
    fn a_map_is_what_a_tree_would_be(steps in proptest::collection::vec((0_u8..5, 0_u8..20, any::<u16>()), 0..80)) {
        let (mut list, mut tree) = (Sorted::new(), BTreeMap::new());
        for (step, key, value) in steps {
            match step {
                0 => prop_assert_eq!(list.insert(key, value), tree.insert(key, value)),
                1 => prop_assert_eq!(list.remove(&key), tree.remove(&key)),
                2 => {
                    list.change(key, |old: &mut u16| *old = old.wrapping_add(value));
                    let old = tree.entry(key).or_default();
                    *old = old.wrapping_add(value);
                }
                3 => prop_assert_eq!(list.pop_first(), tree.pop_first()),
                _ => {
                    if let Some(old) = list.get_mut(&key) {
                        *old = value;
                    }
                    if let Some(old) = tree.get_mut(&key) {
                        *old = value;
                    }
                }
            }
            prop_assert_eq!(list.get(&key), tree.get(&key));
            prop_assert_eq!(list.contains_key(&key), tree.contains_key(&key));
            prop_assert_eq!(list.len(), tree.len());
            prop_assert_eq!(list.is_empty(), tree.is_empty());
        }
        prop_assert!(list.iter().eq(tree.iter()));
        prop_assert!(list.keys().eq(tree.keys()) && list.values().eq(tree.values()));
        prop_assert_eq!(tree.clone().into_iter().collect::<Sorted<_, _>>(), list);
    }

    #[test]
    fn a_set_is_what_a_tree_would_be(steps in proptest::collection::vec((any::<bool>(), 0_u8..20), 0..80), from in 0_u8..20, to in 0_u8..20) {
        let (mut list, mut tree) = (SortedSet::default(), BTreeSet::new());
        for (adds, item) in steps {
            if adds {
                prop_assert_eq!(list.insert(item), tree.insert(item));
            } else {
                prop_assert_eq!(list.remove(&item), tree.remove(&item));
            }
            prop_assert_eq!(list.contains(&item), tree.contains(&item));
            prop_assert_eq!(list.first(), tree.first());
            prop_assert_eq!(list.len(), tree.len());
        }
        prop_assert!(list.iter().eq(tree.iter()));
        if from <= to {
            prop_assert!(list.range(&(from..=to)).eq(tree.range(from..=to)));
        }
        prop_assert_eq!(tree.into_iter().rev().collect::<SortedSet<_>>(), list);
    }
}
