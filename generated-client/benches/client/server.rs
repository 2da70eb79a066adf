//! The server of the calls: a process of its own, so that its CPU time is not counted.

use std::io::{self, BufRead as _};
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

use crate::types::SMALL;

/// A running server. Dropping it ends its process.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts this program as a server.
    pub(crate) fn start() -> io::Result<Self> {
        let mut process =
            Command::new(std::env::current_exe()?).arg("--serve").stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        if let Some(output) = process.stdout.take() {
            io::BufReader::new(output).read_line(&mut address)?;
        }
        Ok(Self { process, address: address.trim_end().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Prints the address of a server, and serves until the process is killed.
///
/// One thread serves all connections: the system places threads on cores, and what a call costs depends on where the one is
/// that responds. So both sides of a row have the same.
pub(crate) fn serve() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", listener.local_addr().expect("an address"));
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(respond(connection));
        }
    });
}

/// Responds to each request of a connection, none of which has a body.
async fn respond(mut connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Sun, 29 Nov 2026 09:00:00 GMT\r\nx-request-id: 4f1d6a0b\r\nserver: bench\r\n\r\n",
        SMALL.len()
    );
    let response = [head.as_bytes(), SMALL.as_bytes()].concat();
    let (requests, mut responses) = connection.split();
    let mut requests = BufReader::new(requests);
    let mut line = String::new();
    loop {
        line.clear();
        match requests.read_line(&mut line).await? {
            0 => return Ok(()),
            _ if line == "\r\n" => responses.write_all(&response).await?,
            _ => {}
        }
    }
}
