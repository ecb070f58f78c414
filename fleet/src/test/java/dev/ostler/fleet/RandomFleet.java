package dev.ostler.fleet;

import dev.ostler.configuration.Secret;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Networking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fleets of all kinds. */
final class RandomFleet {
  private static final String[] KEYS = {"one", "two", "three", "four"};

  private RandomFleet() {}

  static Fleet of(World world, Random random) {
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < KEYS.length; i++) {
      if (random.nextInt(4) != 0) {
        workloads.add(workload(i, world, random, workloads));
      }
    }
    return world.fleet(workloads.toArray(Workload[]::new));
  }

  private static Workload workload(int number, World world, Random random, List<Workload> before) {
    List<String> hosts =
        world.hosts.keySet().stream().filter(host -> random.nextBoolean()).toList();
    ContainerSpec spec = ContainerSpec.of("image:" + random.nextInt(3));
    if (random.nextBoolean()) {
      spec =
          spec.withNetworking(
              Networking.DEFAULT.withPorts(
                  List.of(
                      new Networking.Port(80, "tcp", "", 8000 + 10 * number + random.nextInt(2)))));
    }
    Workload.Rules rules = World.quick(Workload.Rules.usual());
    if (!before.isEmpty() && random.nextBoolean()) {
      rules = rules.withAfter(before.get(random.nextInt(before.size())).key());
    }
    boolean startFirst = spec.networking().ports().isEmpty() && random.nextBoolean();
    rules =
        rules.with(
            rules
                .update()
                .with(startFirst ? UpdatePolicy.Order.START_FIRST : UpdatePolicy.Order.STOP_FIRST));
    return new Workload(
        KEYS[number],
        KEYS[number],
        hosts,
        spec,
        Map.of("SECRET", Secret.of("secret " + random.nextInt(2))),
        files(random),
        rules);
  }

  private static List<ManagedFile> files(Random random) {
    List<ManagedFile> files = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      OnChange how =
          switch (random.nextInt(5)) {
            case 0 -> new OnChange.Nothing();
            case 1 -> new OnChange.Signal("HUP");
            case 2 -> new OnChange.Exec(List.of("reload"));
            case 3 -> new OnChange.Recreate();
            default -> new OnChange.Restart();
          };
      files.add(
          new ManagedFile(
              "/etc/file" + i,
              FileContent.of("content " + random.nextInt(3)),
              random.nextBoolean() ? 0644 : 0600,
              ManagedFile.Owner.ROOT,
              how));
    }
    return files;
  }
}
