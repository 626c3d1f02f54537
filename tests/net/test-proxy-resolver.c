/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loopback goes direct, everything else where the desktop says. */

#include "config.h"

#include "ponder-proxy-resolver.h"
#include "ponder-test-loop.h"

#define PROXY "http://127.0.0.1:9"

static void
assert_first_proxy (const char *address,
                    const char *expected)
{
  g_autoptr(GProxyResolver) resolver = ponder_proxy_resolver_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) now = g_proxy_resolver_lookup (resolver, address, NULL, &error);
  g_auto(GStrv) later = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (now[0], ==, expected);

  g_proxy_resolver_lookup_async (resolver, address, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  later = g_proxy_resolver_lookup_finish (resolver, done, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (later[0], ==, expected);
}

static void
test_loopback (void)
{
  static const char *const addresses[] = {
    "http://127.0.0.1:8080/v1", "http://127.9.9.9/", "http://[::1]:11434/", "https://localhost/",
    "http://LocalHost:1234/v1", "http://ollama.localhost/",
    "http://192.168.1.7:1234/v1", "http://10.0.0.1/", "http://[fe80::1]/", "http://[fd12:3456::7]/",
    "http://Workstation.local/v1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_first_proxy (addresses[i], "direct://");
}

static void
test_others (void)
{
  g_auto(GStrv) proxies = g_proxy_resolver_lookup (g_proxy_resolver_get_default (),
                                                   "http://model.invalid/", NULL, NULL);

  if (proxies == NULL || !g_str_has_prefix (proxies[0], PROXY))
    {
      g_test_skip ("nothing here reads http_proxy");
      return;
    }
  assert_first_proxy ("http://model.invalid/v1", proxies[0]);
  assert_first_proxy ("http://localhost.invalid/", proxies[0]);
  assert_first_proxy ("http://127.0.0.1.invalid/", proxies[0]);
}

int
main (int   argc,
      char *argv[])
{
  g_unsetenv ("NO_PROXY");
  g_unsetenv ("no_proxy");
  g_setenv ("http_proxy", PROXY, TRUE);
  g_setenv ("https_proxy", PROXY, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/proxy-resolver/what-is-near-goes-direct", test_loopback);
  g_test_add_func ("/net/proxy-resolver/others-go-where-the-desktop-says", test_others);
  return g_test_run ();
}
