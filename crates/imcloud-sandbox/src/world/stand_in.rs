//! The interface of the world, over rows that are kept and nothing else.

use chrono::{DateTime, Utc};
use imcloud_raw::Operation;

use super::{Call, Refusal};
use crate::{Dataset, Manners};

pub(crate) struct World {
    dataset: Dataset,
    rows: Vec<serde_json::Value>,
}

pub(crate) struct ReportFile {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) enum FileRefusal {
    NotFound,
    BadSignature,
    Expired,
}

impl World {
    pub(crate) fn new(dataset: Dataset, _: Manners, _: String) -> Self {
        Self { dataset, rows: Vec::new() }
    }

    pub(crate) fn advance_to(&mut self, _: DateTime<Utc>) {}

    pub(crate) fn answer(&mut self, call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
        if call.operation.method == "POST" {
            let mut row: serde_json::Value = serde_json::from_slice(call.body).unwrap_or_default();
            row["id"] = (self.rows.len() + 1).to_string().into();
            row["status"] = "pending".into();
            self.rows.insert(0, row.clone());
            return Ok(row.to_string().into_bytes());
        }
        match call.id {
            None => Ok(serde_json::json!({"data": self.rows, "pagination": {"offset": 0, "limit": 10, "total": self.rows.len()}})
                .to_string()
                .into_bytes()),
            Some(id) => {
                let row = self.rows.iter().find(|row| row["id"] == id);
                row.map(|row| row.to_string().into_bytes())
                    .ok_or_else(|| Refusal { status: 404, message: format!("No entity has been found with id {id}") })
            }
        }
    }

    pub(crate) fn insert_rows(&mut self, _: &'static Operation, count: usize) {
        for _ in 0..count {
            self.rows.insert(0, serde_json::json!({"id": (self.rows.len() + 1).to_string()}));
        }
    }

    pub(crate) fn file(&self, name: &str, signature: &str) -> Result<ReportFile, FileRefusal> {
        match (name, signature) {
            ("known.csv", "expired") => Err(FileRefusal::Expired),
            ("known.csv", "good") => {
                Ok(ReportFile { content_type: "text/csv", bytes: b"0123456789".to_vec() })
            }
            ("known.csv", _) => Err(FileRefusal::BadSignature),
            _ => Err(FileRefusal::NotFound),
        }
    }

    pub(crate) fn dataset(&self) -> Dataset {
        self.dataset.clone()
    }
}
