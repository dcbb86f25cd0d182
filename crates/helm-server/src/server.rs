use crate::api::Api;
use crate::app::{app_of, results_of};
use crate::export::export;
use crate::read_ahead::read_ahead;
use crate::settings::Settings;
use crate::start_error::StartError;
use crate::stop::StopSignal;
use crate::terminal;
use helm_core::layout::OutputFolder;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long a download may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until Ctrl-C or a request to terminate, or writes a static site.
pub fn run(settings: Settings) -> Result<(), StartError> {
    if let Some(folder) = &settings.export_path {
        return export_site(&settings, folder);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(settings));
    // A read that hangs (a dead network disk, say) must not keep the program from ending.
    runtime.shutdown_background();
    served
}

fn export_site(settings: &Settings, folder: &Path) -> Result<(), StartError> {
    for warning in &settings.warnings {
        terminal::warn(warning);
    }
    let site = &settings.site;
    let report = export(OutputFolder::new(&settings.output_path), &site.version, &site.project, folder)?;
    terminal::exported(&site.version.to_string(), folder, report);
    Ok(())
}

async fn serve(settings: Settings) -> Result<(), StartError> {
    let listener = listen(&settings.host, settings.port).await?;
    let stop = StopSignal::listen()?;
    for warning in &settings.warnings {
        terminal::warn(warning);
    }
    let what = format!("{} from `{}`", settings.site.version, settings.output_path.display());
    terminal::started(&what, &address(listener.local_addr()?));

    let api = Api::new(results_of(&settings.site));
    // Ends with the program, in the middle of a file if need be: it only reads.
    tokio::spawn(read_ahead(api.clone()));

    let (stopping, stopped) = oneshot::channel();
    let server = axum::serve(listener, app_of(settings.site, api)).with_graceful_shutdown(async {
        stop.received().await;
        // The receiver only goes away together with the server.
        let _ = stopping.send(());
    });
    tokio::select! {
        ended = server => Ok(ended?),
        () = grace_over(stopped) => Ok(()),
    }
}

async fn grace_over(stopped: oneshot::Receiver<()>) {
    match stopped.await {
        Ok(()) => tokio::time::sleep(GRACE).await,
        // The server ended by itself and says why.
        Err(_) => std::future::pending().await,
    }
}

async fn listen(host: &str, port: u16) -> Result<TcpListener, StartError> {
    let host_error = |source| StartError::Host { host: host.into(), source };
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((host, port)).await.map_err(host_error)?.collect();
    TcpListener::bind(addresses.as_slice()).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse { host: host.into(), port },
        io::ErrorKind::AddrNotAvailable => host_error(source),
        _ => StartError::Port { host: host.into(), port, source },
    })
}

/// What to type into a browser on this machine.
fn address(bound: SocketAddr) -> String {
    let port = bound.port();
    match bound.ip() {
        IpAddr::V4(ip) if ip == Ipv4Addr::LOCALHOST || ip.is_unspecified() => format!("http://localhost:{port}"),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://localhost:{port}"),
        _ => format!("http://{bound}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_can_be_opened() {
        for (bound, expected) in [
            ("127.0.0.1:8000", "http://localhost:8000"),
            ("0.0.0.0:8000", "http://localhost:8000"),
            ("[::]:8000", "http://localhost:8000"),
            ("[::1]:8000", "http://[::1]:8000"),
            ("192.0.2.7:80", "http://192.0.2.7:80"),
        ] {
            assert_eq!(address(bound.parse().expect("an address")), expected);
        }
    }
}
