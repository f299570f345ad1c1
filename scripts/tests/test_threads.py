import unittest
from pathlib import Path
from unittest import mock

import environment
from pdd4j import jvm, requirements, threads


class ThreadsTest(unittest.TestCase):
    """The setting reaches every process that computes, and gives way to any of a user's own."""

    def started(self, own):
        """What the kernel, the commands and Maven get where a user has these variables."""
        with mock.patch.dict(threads.os.environ, own, clear=False):
            for name in [name for name in threads.os.environ if threads.waiting(name) and name not in own]:
                del threads.os.environ[name]
            with mock.patch.object(jvm, "class_path", list):
                kernel = environment.kernel_spec(Path("/java"))["env"]
            return kernel, jvm.environment(), requirements.java_environment()

    def test_kernel_commands_and_maven_are_started_with_the_number_of_the_pom(self):
        for variables in self.started({}):
            self.assertEqual(threads.spin_count(), variables["GOMP_SPINCOUNT"])
        self.assertGreater(int(threads.spin_count()), 0)

    def test_a_setting_of_the_users_own_is_left_alone(self):
        for name, value in (("GOMP_SPINCOUNT", "7"), ("OMP_WAIT_POLICY", "ACTIVE"), ("KMP_BLOCKTIME", "0"), ("KMP_LIBRARY", "throughput")):
            with self.subTest(name=name):
                kernel, command, maven = self.started({name: value})
                self.assertNotIn("GOMP_SPINCOUNT", kernel)
                for variables in (command, maven):
                    self.assertEqual({name: value}, {key: each for key, each in variables.items() if threads.waiting(key)})
