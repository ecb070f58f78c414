package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  @TempDir Path folder;
  private Path passwd;
  private Path group;
  private Users users;

  @BeforeEach
  void write() throws IOException {
    passwd =
        Files.writeString(
            folder.resolve("passwd"),
            """
            root:x:0:0:root:/root:/bin/bash

            # a remark
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
            app:x:1000:1000:An app\u00e9:/:/bin/sh
            77:x:1077:1078::/:/bin/sh
            broken:x:y:z
            groupless:x:1500:none:x:/:/bin/sh
            last:x:4294967294:4294967294::/:
            """);
    group =
        Files.writeString(
            folder.resolve("group"),
            """
            root:x:0:
            shadow:x:42:
            www-data:x:33:app
            app:x:1000:
            staff:x:50:root,app,www-data
            extra:x:51:application
            app-again:x:1000:app
            short:x:52
            """);
    users = new Users(passwd, group);
  }

  @Test
  void userHasItsGroups() throws Exception {
    assertThat(users.find("app")).isEqualTo(new Credentials(1000, 1000, List.of(1000, 33, 50)));
    assertThat(users.find("www-data")).isEqualTo(new Credentials(33, 33, List.of(33, 50)));
    assertThat(users.find("root")).isEqualTo(new Credentials(0, 0, List.of(0, 50)));
  }

  @Test
  void numberOfAUserIsThatUser() throws Exception {
    assertThat(users.find("1000")).isEqualTo(users.find("app"));
    assertThat(users.find("4294967294")).isEqualTo(users.find("last"));
    assertThat(users.find("last")).isEqualTo(new Credentials(-2, -2, List.of(-2)));
  }

  @Test
  void nameComesBeforeNumber() throws Exception {
    assertThat(users.find("77")).isEqualTo(new Credentials(1077, 1078, List.of(1078)));
  }

  @Test
  void numberWithoutAnEntryHasNoGroupsOfOthers() throws Exception {
    assertThat(users.find("12345")).isEqualTo(new Credentials(12345, 12345, List.of(12345)));
  }

  @Test
  void givenGroupIsTheOnlyOne() throws Exception {
    assertThat(users.find("app:staff")).isEqualTo(new Credentials(1000, 50, List.of()));
    assertThat(users.find("app:50")).isEqualTo(new Credentials(1000, 50, List.of()));
    assertThat(users.find("12345:23456")).isEqualTo(new Credentials(12345, 23456, List.of()));
    assertThat(users.find("0:0")).isEqualTo(new Credentials(0, 0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "broken",
        "-1",
        "4294967295",
        "99999999999",
        "APP",
        "app ",
        "0x1",
        "# a remark"
      })
  void otherUsersAreRefused(String user) {
    assertThatThrownBy(() -> users.find(user))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot run as user '" + user + "': there is no such user in " + passwd);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "-1", "4294967295", "app:staff"})
  void otherGroupsAreRefused(String name) {
    assertThatThrownBy(() -> users.find("app:" + name))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot run as group '" + name + "': there is no such group in " + group);
  }

  @Test
  void brokenEntryIsTold() {
    assertThatThrownBy(() -> users.find("groupless"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot run as user 'groupless': its entry in " + passwd + " names no group number");
  }

  @Test
  void imageWithoutFilesKnowsNumbers() throws Exception {
    Users none = new Users(folder.resolve("none"), folder.resolve("none"));

    assertThat(none.find("1000")).isEqualTo(new Credentials(1000, 1000, List.of(1000)));
    assertThat(none.find("1000:50")).isEqualTo(new Credentials(1000, 50, List.of()));
    assertThatThrownBy(() -> none.find("root")).hasMessageContaining("there is no such user");
  }

  @Test
  void usersOfThisSystemAreKnown() throws Exception {
    assertThat(new Users().find("root").user()).isZero();
  }
}
