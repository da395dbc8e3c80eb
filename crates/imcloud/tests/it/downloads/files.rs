//! Downloads into files and writers.

use std::{
    io,
    path::Path,
    pin::Pin,
    task::{Context, Poll},
};

use super::*;

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn existing_file_is_replaced() {
    let (_sandbox, client, report, file) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    std::fs::File::create(&path).unwrap();
    let length = client.reports().download(&report).to_file(&path).await.unwrap();
    assert_eq!((length, std::fs::read(&path).unwrap()), (file.len() as u64, file));
    assert_eq!(names(directory.path()), ["charges.csv"]);
}

#[tokio::test]
async fn failed_download_leaves_no_file() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    sandbox.inject(Fault::truncated_body().on("download")).unwrap();
    let once = client.with_retry(RetryPolicy::disabled());
    let error = once.reports().download(&report).to_file(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    let large = client.reports().download(&report).max_bytes(9).to_file(&path).await.unwrap_err();
    assert!(large.is_too_large());
    assert_eq!(names(directory.path()), [""; 0]);
}

#[tokio::test]
async fn dropped_download_removes_temporary_file() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    sandbox.inject(Fault::slow_body(2, Duration::from_secs(3600)).on("download")).unwrap();
    let (started, has_started) = tokio::sync::oneshot::channel();
    let mut started = Some(started);
    let download = client.reports().download(&report).on_progress(move |_| {
        started.take().map(|started| started.send(()));
    });
    let task = tokio::spawn(async move { download.to_file(&path).await });
    has_started.await.unwrap();
    assert_eq!(names(directory.path()).len(), 1);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(names(directory.path()), [""; 0]);
}

/// Drops a download while its n-th operation of the file system is queued, for each n.
#[test]
fn dropped_download_does_not_create_file_later() {
    let builder = &mut tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().max_blocking_threads(1).build().unwrap();
    let (mut dropped, mut completed) = (0, false);
    while !completed {
        runtime.block_on(async {
            let store = Store::start(|_, _| response("200 OK", &[], "file", 0)).await;
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("charges.csv");
            let mut download = Some(Box::pin(store.download().to_file(path.clone())));
            for step in 0..=dropped {
                // Nothing runs on the only blocking thread before `release`.
                let (release, released) = std::sync::mpsc::channel::<()>();
                let gate = tokio::task::spawn_blocking(move || released.recv());
                let pending = download.as_mut().unwrap();
                completed = tokio::time::timeout(Duration::from_millis(50), pending).await.is_ok();
                let existed = path.exists();
                if step == dropped || completed {
                    download = None;
                }
                drop(release);
                let _ = gate.await.unwrap();
                tokio::task::spawn_blocking(|| ()).await.unwrap();
                if download.is_none() {
                    assert_eq!(path.exists(), existed, "after {step} operations");
                    assert_eq!(names(directory.path()).len(), usize::from(existed));
                    break;
                }
            }
        });
        dropped += 1;
    }
    assert!(dropped > 3, "{dropped} operations");
}

struct FullWriter;

impl tokio::io::AsyncWrite for FullWriter {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::StorageFull.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn write_error_contains_io_error() {
    let store = Store::start(|_, _| response("200 OK", &[], "file", 0)).await;
    let error = store.download().to_writer(&mut FullWriter).await.unwrap_err();
    let source = error.get_ref().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!((error.kind(), source.kind()), (ErrorKind::Io, io::ErrorKind::StorageFull));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("missing").join("x");
    let error = store.download().to_file(&path).await.unwrap_err();
    assert!(error.to_string().contains("missing/x"), "{error}");
    assert_eq!(store.wire.requests(), 1, "the path is checked before a request is sent");
}

#[tokio::test]
async fn directory_and_socket_are_not_replaced() {
    let store = Store::start(|_, _| response("200 OK", &[], "file", 0)).await;
    let directory = tempfile::tempdir().unwrap();
    let mut targets = vec![directory.path().join("directory")];
    std::fs::create_dir(&targets[0]).unwrap();
    #[cfg(unix)]
    {
        targets.push(directory.path().join("socket"));
        drop(std::os::unix::net::UnixListener::bind(&targets[1]).unwrap());
    }
    for target in &targets {
        let error = store.download().to_file(target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
        assert!(error.to_string().contains("to_writer"), "{error}");
        assert!(!target.is_file(), "{}", target.display());
    }
    assert_eq!(store.wire.requests(), 0);
    assert_eq!(names(directory.path()).len(), targets.len());
}
