package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** nginx and a proxy made of Go's standard library, before an app at a port of the loopback. */
final class ReverseProxies {
  private static final String PROGRAM =
      """
      package main

      import (
      	"log"
      	"net/http"
      	"net/http/httputil"
      	"net/url"
      	"os"
      )

      func main() {
      	app, err := url.Parse(os.Args[2])
      	if err != nil {
      		log.Fatal(err)
      	}
      	transport := http.DefaultTransport.(*http.Transport).Clone()
      	transport.MaxIdleConns = 0
      	transport.MaxIdleConnsPerHost = 128
      	proxy := &httputil.ReverseProxy{
      		Transport: transport,
      		Rewrite: func(request *httputil.ProxyRequest) {
      			request.SetURL(app)
      			request.Out.Host = request.In.Host
      			request.SetXForwarded()
      		},
      	}
      	log.Fatal(http.ListenAndServe(os.Args[1], proxy))
      }
      """;

  private final Bench bench;
  private final Cores cores;

  ReverseProxies(Bench bench, Cores cores) {
    this.bench = bench;
    this.cores = cores;
  }

  /** What answers: nginx with a hundred bytes of its own. */
  WebServer app() throws Exception {
    return nginx(
        cores.load(),
        """
        location / {
          default_type text/plain;
          return 200 "An answer of the app, as long as small ones are: 0123456789 0123456789 0123456789\\n";
        }
        """,
        "");
  }

  /** nginx as one would put it before an app; kept connections and all. */
  WebServer nginx(int app) throws Exception {
    return nginx(
        cores.measured(),
        """
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_read_timeout 1h;
          proxy_buffering off;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
        }
        """,
        "upstream app { server 127.0.0.1:" + app + "; keepalive 128; }");
  }

  private WebServer nginx(List<String> where, String location, String more) throws Exception {
    Path program =
        Tools.find("nginx")
            .or(() -> Optional.of(Path.of("/usr/sbin/nginx")).filter(Files::isExecutable))
            .orElseThrow(() -> new BenchmarkException("not here: apt-get install nginx"));
    Path folder = bench.newFolder().path();
    int port = WebServer.freePort();
    Path file =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes 2;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events { worker_connections 30000; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              %2$s
              server {
                listen 127.0.0.1:%3$d backlog=16384;
                %4$s
              }
            }
            """
                .formatted(folder, more, port, location));
    return start(folder, port, where, List.of(program.toString(), "-c", file.toString()));
  }

  /** httputil.ReverseProxy, built here and now. */
  WebServer go(int app) throws Exception {
    if (Tools.find("go").isEmpty()) {
      throw new BenchmarkException("not here: Go, from go.dev/dl");
    }
    Path folder = bench.newFolder().path();
    int port = WebServer.freePort();
    return start(
        folder,
        port,
        cores.measured(),
        List.of(build().toString(), "127.0.0.1:" + port, "http://127.0.0.1:" + app));
  }

  private Path build() throws IOException, BenchmarkException {
    Path folder = Files.createDirectories(bench.cache().resolve("goproxy"));
    Path program = folder.resolve("goproxy");
    if (!Files.exists(program)) {
      Files.writeString(folder.resolve("main.go"), PROGRAM);
      Files.writeString(folder.resolve("go.mod"), "module goproxy\n\ngo 1.20\n");
      String _ =
          Tools.run(
              List.of(
                  "env",
                  "GOTOOLCHAIN=local",
                  "GOPROXY=off",
                  "go",
                  "build",
                  "-C",
                  folder.toString(),
                  "-o",
                  program.toString(),
                  "."));
    }
    return program;
  }

  private WebServer start(Path folder, int port, List<String> where, List<String> program)
      throws Exception {
    List<String> command = manyFiles();
    command.addAll(where);
    command.addAll(program);
    return WebServer.start(bench, folder, port, command).awaitListening();
  }

  /** What a command begins with that is to have as many files open as this user may have. */
  static List<String> manyFiles() {
    return new ArrayList<>(List.of("prlimit", "--nofile=" + Proc.mostFiles()));
  }
}
