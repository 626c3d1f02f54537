/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configured servers, their addresses, and the presets they are made from. */

#include "config.h"

#include <string.h>

#include "ponder-error.h"
#include "ponder-provider-config.h"
#include "ponder-provider-preset.h"

static const struct
{
  const char *typed;
  const char *dialect;
  const char *expected;         /* NULL: refused */
} addresses[] = {
  { "https://api.openai.com/v1", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1/", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1///", "openai", "https://api.openai.com/v1" },
  { "  https://api.openai.com/v1\n", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/", "openai", "https://api.openai.com/v1" },
  { "HTTPS://API.OpenAI.com", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com:443/v1", "openai", "https://api.openai.com/v1" },
  { "http://localhost:80", "openai", "http://localhost/v1" },
  { "https://api.openai.com/v1/chat/completions", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1/chat/completions/", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/chat/completions", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1/responses", "openai", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1/models", "openai", "https://api.openai.com/v1" },
  { "https://api.anthropic.com/v1/messages", "openai", "https://api.anthropic.com/v1" },
  { "https://api.anthropic.com", "anthropic", "https://api.anthropic.com" },
  { "https://api.anthropic.com/v1/messages", "anthropic", "https://api.anthropic.com" },
  { "https://api.openai.com", "openai-responses", "https://api.openai.com/v1" },
  { "https://api.openai.com/v1/responses", "openai-responses", "https://api.openai.com/v1" },
  { "https://api.deepseek.com", "openai", "https://api.deepseek.com" },
  { "https://api.deepseek.com/chat/completions", "openai", "https://api.deepseek.com" },
  { "https://api.deepseek.com/v1", "openai", "https://api.deepseek.com/v1" },
  { "https://api.groq.com/openai/v1", "openai", "https://api.groq.com/openai/v1" },
  { "https://dashscope.aliyuncs.com/compatible-mode/v1", "openai",
    "https://dashscope.aliyuncs.com/compatible-mode/v1" },
  { "https://example.com/proxy", "openai", "https://example.com/proxy" },
  { "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01",
    "openai", "https://r.openai.azure.com/openai/deployments/d?api-version=2024-06-01" },
  { "https://r.openai.azure.com?api-version=1", "openai",
    "https://r.openai.azure.com/v1?api-version=1" },
  { "https://api.openai.com/v1#keys", "openai", "https://api.openai.com/v1" },
  { "http://localhost:11434", "openai", "http://localhost:11434/v1" },
  { "http://127.0.0.1:8080/", "openai", "http://127.0.0.1:8080/v1" },
  { "http://[::1]:8080", "openai", "http://[::1]:8080/v1" },
  { "http://192.168.1.7:1234/v1", "openai", "http://192.168.1.7:1234/v1" },
  { "https://example.com/a%20b/v1", "openai", "https://example.com/a%20b/v1" },
  { "https://xn--bcher-kva.example/v1", "openai", "https://xn--bcher-kva.example/v1" },
  { "https://b\303\274cher.example/v1", "openai", "https://xn--bcher-kva.example/v1" },
  { "unix:/run/llama.sock", "openai", "http+unix://%2Frun%2Fllama.sock/v1" },
  { "unix:///run/llama.sock", "openai", "http+unix://%2Frun%2Fllama.sock/v1" },
  { "unix://run/llama.sock", "openai", "http+unix://%2Frun%2Fllama.sock/v1" },
  { "UNIX:/run/Llama.sock", "openai", "http+unix://%2Frun%2FLlama.sock/v1" },
  { "unix:/run/x.sock:/api/v1/", "openai", "http+unix://%2Frun%2Fx.sock/api/v1" },
  { "unix:/run/x.sock:/v1/chat/completions", "openai", "http+unix://%2Frun%2Fx.sock/v1" },
  { "unix:/run/x.sock:", "ollama", "http+unix://%2Frun%2Fx.sock" },
  { "unix:/run/x.sock", "ollama", "http+unix://%2Frun%2Fx.sock" },
  { "http+unix://%2Frun%2Fx.sock/v1", "openai", "http+unix://%2Frun%2Fx.sock/v1" },
  { "http+unix://%2frun%2fx.sock", "openai", "http+unix://%2Frun%2Fx.sock/v1" },
  { "unix:", "openai", NULL },
  { "unix:/", "openai", NULL },
  { "unix:run/x.sock", "openai", NULL },
  { "unix:/run/x.sock:8080", "openai", NULL },
  { "unix:/run/a b.sock", "openai", NULL },
  { "http+unix://localhost/v1", "openai", NULL },
  { "http+unix:///run/x.sock", "openai", NULL },
  { "unix:/run/0123456789012345678901234567890123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789.sock", "openai", NULL },
  { "", "openai", NULL },
  { "   ", "openai", NULL },
  { "api.openai.com", "openai", NULL },
  { "https://api.anthropic.com/v1/messages", "anthropic", "https://api.anthropic.com" },
  { "https://api.anthropic.com/v1/", "anthropic", "https://api.anthropic.com" },
  { "http://localhost:8080", "anthropic", "http://localhost:8080" },
  { "http://localhost:8080/v1/models", "anthropic", "http://localhost:8080" },
  { "https://generativelanguage.googleapis.com", "gemini", "https://generativelanguage.googleapis.com/v1beta" },
  { "https://generativelanguage.googleapis.com/v1beta/openai/", "gemini",
    "https://generativelanguage.googleapis.com/v1beta" },
  { "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent?key=AIza", "gemini",
    "https://generativelanguage.googleapis.com/v1beta" },
  { "https://generativelanguage.googleapis.com/v1/models", "gemini", "https://generativelanguage.googleapis.com/v1" },
  { "http://localhost:11434/v1", "ollama", "http://localhost:11434" },
  { "http://localhost:11434/v1/chat/completions", "ollama", "http://localhost:11434" },
  { "http://localhost:11434/api/chat", "ollama", "http://localhost:11434" },
  { "http://nas.local/ollama/api/", "ollama", "http://nas.local/ollama" },
  { "localhost:11434", "openai", NULL },
  { "ftp://example.com", "openai", NULL },
  { "file:///etc/passwd", "openai", NULL },
  { "javascript:alert(1)", "openai", NULL },
  { "http://", "openai", NULL },
  { "http:///v1", "openai", NULL },
  { "http://:8080", "openai", NULL },
  { "http://host:0", "openai", NULL },
  { "http://host:99999", "openai", NULL },
  { "http://host:port", "openai", NULL },
  { "https://user@example.com", "openai", NULL },
  { "https://user:secret@example.com", "openai", NULL },
  { "https://api.openai.com\\@evil.example", "openai", NULL },
  { "https://exam ple.com", "openai", NULL },
  { "https://example.com/a b", "openai", NULL },
  { "https://example.com/\r\nX-Evil: 1", "openai", NULL },
  { "https://example.com/\001", "openai", NULL },
  { "https://example.com/\342\200\256", "openai", NULL },
  { "https://example.com/\377", "openai", NULL },
  { "https://exam%2fple.com", "openai", NULL },
  { "https://exam%40ple.com", "openai", NULL },
  { "https://[::1", "openai", NULL },
  { "https://<host>", "openai", NULL },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url =
        ponder_base_url_normalise (addresses[i].typed, addresses[i].dialect, &error);

      g_test_message ("address %u", i);
      g_assert_cmpstr (url, ==, addresses[i].expected);
      if (url == NULL)
        g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
      else
        g_assert_no_error (error);
    }
}

static void
test_addresses_are_stable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *url = NULL;

      if (addresses[i].expected == NULL)
        continue;

      url = ponder_base_url_normalise (addresses[i].expected, addresses[i].dialect, NULL);
      g_assert_cmpstr (url, ==, addresses[i].expected);
    }
}

static void
test_long_address (void)
{
  g_autoptr(GString) typed = g_string_new ("https://example.com/");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_c (typed, 'a');
  g_assert_null (ponder_base_url_normalise (typed->str, "openai", &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_places (void)
{
  static const struct
  {
    const char *url;
    gboolean    loopback;
    gboolean    local;
  } places[] = {
    { "http://localhost:11434/v1", TRUE, TRUE },
    { "http://LOCALHOST/v1", TRUE, TRUE },
    { "http://127.0.0.1:8080", TRUE, TRUE },
    { "http://127.99.1.2", TRUE, TRUE },
    { "http://[::1]:8080/v1", TRUE, TRUE },
    { "http+unix://%2Frun%2Fx.sock/v1", TRUE, TRUE },
    { "http://0.0.0.0:8000", FALSE, TRUE },
    { "http://10.1.2.3", FALSE, TRUE },
    { "http://172.16.0.1", FALSE, TRUE },
    { "http://172.31.255.255", FALSE, TRUE },
    { "http://172.32.0.1", FALSE, FALSE },
    { "http://192.168.0.4:1234", FALSE, TRUE },
    { "http://192.169.0.4", FALSE, FALSE },
    { "http://169.254.1.1", FALSE, TRUE },
    { "http://[fe80::1]", FALSE, TRUE },
    { "http://[fd00::1]", FALSE, TRUE },
    { "http://[2001:db8::1]", FALSE, FALSE },
    { "http://8.8.8.8", FALSE, FALSE },
    { "http://nas/v1", FALSE, TRUE },
    { "http://nas.local:11434", FALSE, TRUE },
    { "http://app.localhost", FALSE, TRUE },
    { "http://nas.local.example.com", FALSE, FALSE },
    { "https://api.openai.com/v1", FALSE, FALSE },
    { "http://localhost.example.com", FALSE, FALSE },
    { "http://127.0.0.1.example.com", FALSE, FALSE },
    { "", FALSE, FALSE },
    { "nonsense", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(PonderProviderConfig) config = ponder_provider_config_new ("p");

      g_test_message ("%s", places[i].url);
      ponder_provider_config_set_base_url (config, places[i].url);
      g_assert_cmpint (ponder_base_url_is_loopback (places[i].url), ==, places[i].loopback);
      g_assert_cmpint (ponder_provider_config_is_local (config), ==, places[i].local);
    }
}

static void
test_readable (void)
{
  g_assert_true (ponder_base_url_is_readable ("http://api.example.com/v1"));
  g_assert_true (ponder_base_url_is_readable ("http://8.8.8.8/v1"));
  g_assert_false (ponder_base_url_is_readable ("https://api.example.com/v1"));
  g_assert_false (ponder_base_url_is_readable ("http://127.0.0.1:8080/v1"));
  g_assert_false (ponder_base_url_is_readable ("http://192.168.1.7:1234/v1"));
  g_assert_false (ponder_base_url_is_readable ("http://workstation:1234/v1"));
  g_assert_false (ponder_base_url_is_readable ("http+unix://%2Frun%2Fx.sock/v1"));
}

static void
test_proxies (void)
{
  static const struct
  {
    const char *typed;
    const char *expected;
    gboolean    refused;
  } proxies[] = {
    { "", NULL, FALSE },
    { "  ", NULL, FALSE },
    { " None ", "none", FALSE },
    { "http://proxy:3128", "http://proxy:3128", FALSE },
    { "HTTP://Proxy.Example.com:3128/", "http://proxy.example.com:3128", FALSE },
    { "socks5://[::1]:1080", "socks5://[::1]:1080", FALSE },
    { "socks4://127.0.0.1", "socks4://127.0.0.1", FALSE },
    { "https://proxy.example.com", "https://proxy.example.com", FALSE },
    { "proxy:3128", NULL, TRUE },
    { "proxy.example.com", NULL, TRUE },
    { "ftp://proxy:21", NULL, TRUE },
    { "http://me:secret@proxy:3128", NULL, TRUE },
    { "http://proxy:3128/path", NULL, TRUE },
    { "http://proxy:0", NULL, TRUE },
    { "http://", NULL, TRUE },
    { "http://a b", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autofree char *proxy = NULL;
      g_autoptr(GError) error = NULL;
      gboolean accepted = ponder_proxy_normalise (proxies[i].typed, &proxy, &error);

      g_test_message ("“%s”", proxies[i].typed);
      g_assert_cmpint (accepted, ==, !proxies[i].refused);
      g_assert_cmpstr (proxy, ==, proxies[i].expected);
      if (proxies[i].refused)
        g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
      if (error != NULL)
        g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_ids (void)
{
  static const char *const good[] = { "a", "openai", "llama-cpp", "my_server.2", "0" };
  static const char *const bad[] = { "", "A", "open ai", "a/b", "\303\244", "a:b", "a\n" };
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (ponder_provider_id_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ponder_provider_id_is_valid (bad[i]));
  g_assert_true (ponder_provider_id_is_valid (longest));
  g_assert_false (ponder_provider_id_is_valid (longer));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
fill (PonderProviderConfig *config)
{
  ponder_provider_config_set_name (config, "Name");
  ponder_provider_config_set_preset (config, "openai");
  ponder_provider_config_set_dialect (config, "other");
  ponder_provider_config_set_base_url (config, "https://example.com/v1");
  ponder_provider_config_set_key_env (config, "KEY");
  ponder_provider_config_set_default_model (config, "model");
  ponder_provider_config_set_enabled (config, FALSE);
  ponder_provider_config_set_concurrency (config, 7);
  ponder_provider_config_set_connect_timeout (config, 1);
  ponder_provider_config_set_first_token_timeout (config, 2);
  ponder_provider_config_set_silence_timeout (config, 3);
  ponder_provider_config_set_total_timeout (config, 4.5);
}

static void
test_config (void)
{
  g_autoptr(PonderProviderConfig) config = ponder_provider_config_new ("mine");
  g_autoptr(PonderProviderConfig) copy = NULL;
  guint count = 0;

  g_assert_cmpstr (ponder_provider_config_get_name (config), ==, "mine");
  g_assert_true (ponder_provider_config_get_enabled (config));

  g_signal_connect (config, "notify", G_CALLBACK (count_cb), &count);
  fill (config);
  g_assert_cmpuint (count, ==, 12);
  fill (config);
  g_assert_cmpuint (count, ==, 12);

  copy = ponder_provider_config_snapshot (config);
  ponder_provider_config_set_name (config, "Other");
  g_assert_cmpstr (ponder_provider_config_get_id (copy), ==, "mine");
  g_assert_cmpstr (ponder_provider_config_get_name (copy), ==, "Name");
  g_assert_cmpstr (ponder_provider_config_get_preset (copy), ==, "openai");
  g_assert_cmpstr (ponder_provider_config_get_dialect (copy), ==, "other");
  g_assert_cmpstr (ponder_provider_config_get_base_url (copy), ==, "https://example.com/v1");
  g_assert_cmpstr (ponder_provider_config_get_key_env (copy), ==, "KEY");
  g_assert_cmpstr (ponder_provider_config_get_default_model (copy), ==, "model");
  g_assert_false (ponder_provider_config_get_enabled (copy));
  g_assert_cmpuint (ponder_provider_config_get_concurrency (copy), ==, 7);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_connect_timeout (copy), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_first_token_timeout (copy), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_silence_timeout (copy), 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_total_timeout (copy), 4.5, 1e-9);
}

static void
test_presets (void)
{
  static const char *const order[] = {
    "openai", "anthropic", "gemini", "deepseek", "cerebras", "dashscope", "kimi", "groq", "openrouter",
    "mistral", "xai", "ollama", "llama-cpp", "lm-studio", "vllm", "custom",
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) presets = ponder_provider_preset_load_all (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (presets->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < presets->len; i++)
    {
      PonderProviderPreset *preset = g_ptr_array_index (presets, i);
      g_autoptr(PonderProviderConfig) config = ponder_provider_preset_make_config (preset);
      const char *url = ponder_provider_preset_get_base_url (preset);
      const char *dialect = ponder_provider_preset_get_dialect (preset);
      gboolean native = g_str_equal (dialect, order[i]);

      g_assert_cmpstr (ponder_provider_preset_get_id (preset), ==, order[i]);
      g_assert_true (ponder_provider_id_is_valid (order[i]));
      g_assert_cmpstr (dialect, ==, native ? order[i] : "openai");
      g_assert_cmpstr (ponder_provider_preset_get_name (preset), !=, "");
      g_assert_cmpstr (ponder_provider_config_get_preset (config), ==, order[i]);
      g_assert_cmpint (ponder_provider_config_is_local (config), ==,
                       ponder_provider_preset_get_local (preset));
      g_assert_cmpint (ponder_provider_preset_get_key_env (preset) != NULL, ==,
                       ponder_provider_preset_get_needs_key (preset));
      if (*url != '\0')
        {
          g_autofree char *normal = ponder_base_url_normalise (url, dialect, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (normal, ==, url);
        }
    }
}

static void
test_preset_quirks (void)
{
  g_autoptr(GPtrArray) presets = ponder_provider_preset_load_all (NULL);

  for (guint i = 0; i < presets->len; i++)
    {
      PonderProviderPreset *preset = g_ptr_array_index (presets, i);
      gboolean mistral = g_str_equal (ponder_provider_preset_get_id (preset), "mistral");

      g_assert_cmpstr (ponder_provider_preset_get_quirk (preset, "stream-options"), ==,
                       mistral ? "false" : NULL);
      if (mistral)
        g_assert_cmpstr (ponder_provider_preset_get_quirk (preset, "max-tokens-name"), ==,
                         "max_tokens");
      if (g_str_equal (ponder_provider_preset_get_id (preset), "cerebras"))
        g_assert_cmpuint (ponder_provider_preset_get_concurrency (preset), ==, 5);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base-url/what-people-type-becomes-an-address", test_addresses);
  g_test_add_func ("/base-url/an-address-stays-what-it-is", test_addresses_are_stable);
  g_test_add_func ("/base-url/a-page-is-no-address", test_long_address);
  g_test_add_func ("/base-url/tells-where-it-leads", test_places);
  g_test_add_func ("/provider/what-can-be-read-on-the-way", test_readable);
  g_test_add_func ("/provider/what-people-type-for-a-proxy", test_proxies);
  g_test_add_func ("/provider/ids-are-plain", test_ids);
  g_test_add_func ("/provider/each-property-notifies-once", test_config);
  g_test_add_func ("/preset/all-are-there-in-order", test_presets);
  g_test_add_func ("/preset/quirks-are-found-by-name", test_preset_quirks);
  return g_test_run ();
}
