package dev.ostler.cli;

import dev.ostler.gateway.KubernetesGateway;
import java.util.List;

/** {@code ostler gateway}, and the commands that talk to it. */
final class GatewayCommands {
  /** {@code ostler gateway}. */
  static final Command GATEWAY = gateway();

  /** {@code ostler apps}, {@code wake}, {@code idle} and {@code explain}. */
  static final List<Command> APPS =
      List.of(
          asking("apps", "", "what rests, what runs, and who uses it"),
          asking(
              "wake",
              "APP",
              "have an app run, also if visitors may not wake it any more",
              new Option("for", "TIME", "and keep it awake for so long")),
          asking("idle", "APP", "have an app rest as soon as those who are served are done"),
          asking("explain", "APP", "why an app is as it is, and what will become of it"));

  private GatewayCommands() {}

  private static Command gateway() {
    return Command.of("gateway", "[OPTION...] [FILE]", "rest what nobody uses, ready it on request")
        .does(
            """
            Stands before apps: rests those that nobody uses, and wakes them for whoever comes.
            Ends by TERM, INT or HUP, when the requests that it has are answered. A change of
            FILE counts at once; no signal is needed for it.

            Without a file it wakes the apps of a Kubernetes cluster, in go-unidler's place.\
            """)
        .with(
            List.of(
                new Option("check", "", "say what is wrong with the file, and end"),
                new Option(
                    "compatible", "moj", "without a file: behave as go-unidler to the letter"),
                new Option("prefix", "PATH", "without a file: what its own paths begin with (/)"),
                new Option(
                    "admin",
                    "HOST:PORT",
                    "without a file: where 'ostler apps' and others find it; none if not given"),
                new Option("idle", "", "put what a cluster does not use to rest, once, and end"),
                new Option("dry-run", "", "wake and rest nothing; say what would be done"),
                new Option(
                    "service",
                    "HOST:PORT",
                    "without a file: the gateway's Service (" + KubernetesGateway.SERVICE + ")"),
                new Option(
                    "unmeasured",
                    "stay|rest",
                    "with --idle: what those do whose CPU nobody measures (stay)"),
                new Option("output", "text|json", "with --idle: for people (default) or programs"),
                new Option("log-format", "text|json", "for people (default) or programs")))
        .with(Option.ALWAYS)
        .reading("KUBECONFIG", "the cluster, where it is not the one that the gateway runs in")
        .reading("SSH_AUTH_SOCK", "the SSH agent, for engines that are reached through SSH")
        .reading("PORT", "without a file: where visitors come in (:8080)")
        .reading("UNIDLE_KEY_LABEL", "without a file: the label that names an app's host (host)")
        .reading("OSTLER_GATEWAY_TOKEN", "with --admin: the token that is to be shown there")
        .reading("LABEL_SELECTOR", "with --idle: what may be put to rest")
        .reading(
            "CPU_ACTIVITY_THRESHOLD", "with --idle: how much of its CPU, in percent, is no use")
        .exiting("1", "something failed")
        .exiting("65", "the file is bad")
        .exiting("69", "with --idle: the cluster does not answer");
  }

  /** Of those that talk to a running gateway. */
  private static Command asking(String name, String operands, String summary, Option... own) {
    return Command.of(name, ("[OPTION...] " + operands).strip(), summary)
        .with(List.of(own))
        .with(
            List.of(
                new Option(
                    "gateway",
                    "HOST:PORT",
                    "its 'admin' (default: OSTLER_GATEWAY, 127.0.0.1:9700)"),
                new Option(
                    "token-file",
                    "FILE",
                    "where its token stands (default: OSTLER_GATEWAY_TOKEN)")))
        .with(Option.ANSWERING)
        .reading("OSTLER_GATEWAY", "address of its 'admin', unless --gateway says so")
        .reading("OSTLER_GATEWAY_TOKEN", "its token, unless --token-file says so")
        .exiting("1", "the gateway refuses")
        .exiting("69", "the gateway cannot be reached");
  }
}
