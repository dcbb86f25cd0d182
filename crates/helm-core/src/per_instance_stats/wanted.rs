use super::{InstanceStat, InstanceStatName, InstanceStats};
use crate::files::Number;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Reads an instance with the statistics whose metric is wanted.
pub(super) struct Instance<'w, W>(pub(super) &'w W);

/// Reads a list of statistics and keeps those that are wanted.
struct Stats<'w, W>(&'w W);

/// Reads a statistic if it is wanted. Of others nothing is looked at that comes after the name.
struct Stat<'w, W>(&'w W);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum InstanceField {
    InstanceId,
    Perturbation,
    TrainTrialIndex,
    Stats,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum StatField {
    Name,
    Count,
    Sum,
    Mean,
    #[serde(other)]
    Other,
}

/// A text that is borrowed where it can be.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, W: Fn(&str) -> bool> DeserializeSeed<'de> for Instance<'_, W> {
    type Value = InstanceStats<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, W: Fn(&str) -> bool> Visitor<'de> for Instance<'_, W> {
    type Value = InstanceStats<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut instance_id, mut perturbation, mut train_trial_index, mut stats) = (None, None, None, None);
        while let Some(field) = map.next_key()? {
            match field {
                InstanceField::InstanceId => instance_id = Some(map.next_value::<Text>()?.0),
                InstanceField::Perturbation => perturbation = map.next_value()?,
                InstanceField::TrainTrialIndex => train_trial_index = Some(map.next_value()?),
                InstanceField::Stats => stats = Some(map.next_value_seed(Stats(self.0))?),
                InstanceField::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(InstanceStats {
            instance_id: instance_id.ok_or_else(|| Error::missing_field("instance_id"))?,
            perturbation,
            train_trial_index: train_trial_index.ok_or_else(|| Error::missing_field("train_trial_index"))?,
            stats: stats.ok_or_else(|| Error::missing_field("stats"))?,
        })
    }
}

impl<'de, W: Fn(&str) -> bool> DeserializeSeed<'de> for Stats<'_, W> {
    type Value = Vec<InstanceStat<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, W: Fn(&str) -> bool> Visitor<'de> for Stats<'_, W> {
    type Value = Vec<InstanceStat<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut stats = Vec::new();
        while let Some(stat) = list.next_element_seed(Stat(self.0))? {
            stats.extend(stat);
        }
        Ok(stats)
    }
}

impl<'de, W: Fn(&str) -> bool> DeserializeSeed<'de> for Stat<'_, W> {
    type Value = Option<InstanceStat<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, W: Fn(&str) -> bool> Visitor<'de> for Stat<'_, W> {
    type Value = Option<InstanceStat<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut name, mut count, mut sum, mut mean) = (None, 0, Number::default(), None);
        while let Some(field) = map.next_key()? {
            match field {
                StatField::Name => {
                    let read: InstanceStatName = map.next_value()?;
                    if !(self.0)(&read.name) {
                        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                        return Ok(None);
                    }
                    name = Some(read);
                }
                StatField::Count => count = map.next_value()?,
                StatField::Sum => sum = map.next_value()?,
                StatField::Mean => mean = map.next_value()?,
                StatField::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let name = name.ok_or_else(|| Error::missing_field("name"))?;
        Ok(Some(InstanceStat { name, count, sum, mean }))
    }
}
