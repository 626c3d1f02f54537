/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Model lists in the shapes of many servers. */

#include "config.h"

#include "ponder-test-provider.h"

#include "ponder-fault.h"
#include "ponder-model-info.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *body;
  const char *expected;         /* "id(name)=context:abilities …", or "error: category" */
} Case;

static const Case cases[] = {
  { "openai", "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\",\"object\":\"model\","
              "\"created\":0,\"owned_by\":\"o\"}]}",
    "gpt-4o(gpt-4o)=0" },
  { "only-ids", "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}", "a(a)=0 b(b)=0" },
  { "sorted-with-numbers-as-numbers", "{\"data\":[{\"id\":\"m-10b\"},{\"id\":\"M-2b\"},"
                                      "{\"id\":\"a\"},{\"id\":\"m-9b\"}]}",
    "a(a)=0 M-2b(M-2b)=0 m-9b(m-9b)=0 m-10b(m-10b)=0" },
  { "twice-is-once", "{\"data\":[{\"id\":\"a\"},{\"id\":\"a\",\"name\":\"Other\"}]}", "a(a)=0" },
  { "odd-items-are-left-out", "{\"data\":[null,1,\"x\",{},{\"id\":\"\"},{\"id\":7},"
                              "{\"id\":\"a\"}]}", "a(a)=0" },
  { "empty", "{\"data\":[]}", "" },
  { "openrouter", "{\"data\":[{\"id\":\"x/y\",\"name\":\"X: Y\",\"context_length\":128000,"
                  "\"pricing\":{\"prompt\":\"0\"}}]}",
    "x/y(X: Y)=128000" },
  { "openrouter-top-provider", "{\"data\":[{\"id\":\"x\","
                               "\"top_provider\":{\"context_length\":4096}}]}", "x(x)=4096" },
  { "mistral", "{\"data\":[{\"id\":\"m\",\"max_context_length\":32768,"
               "\"capabilities\":{\"completion_chat\":true}},"
    "{\"id\":\"mistral-embed\",\"capabilities\":{\"completion_chat\":false}}]}", "m(m)=32768" },
  { "groq", "{\"data\":[{\"id\":\"m\",\"context_window\":8192}]}", "m(m)=8192" },
  { "vllm", "{\"data\":[{\"id\":\"m\",\"max_model_len\":16384}]}", "m(m)=16384" },
  { "llama-cpp", "{\"models\":[{\"name\":\"m.gguf\"}],\"data\":[{\"id\":\"m.gguf\","
                 "\"meta\":{\"n_ctx_train\":32768}}]}",
    "m.gguf(m.gguf)=32768" },
  { "llama-cpp-as-it-was-started",
    "{\"data\":[{\"id\":\"m\",\"architecture\":{\"input_modalities\":[\"text\",\"image\"]},"
    "\"meta\":{\"n_ctx\":4096,\"n_ctx_train\":32768}}]}", "m(m)=4096:images" },
  { "openrouter-abilities",
    "{\"data\":[{\"id\":\"x\",\"architecture\":{\"input_modalities\":[\"text\",\"image\",\"file\"]},"
    "\"supported_parameters\":[\"tools\",\"structured_outputs\",\"reasoning\"]},"
    "{\"id\":\"y\",\"reasoning\":{\"mandatory\":true},\"supported_parameters\":[\"top_p\",7]}]}",
    "x(x)=0:images:files:reasoning:tools:structured y(y)=0:reasoning" },
  { "mistral-abilities",
    "{\"data\":[{\"id\":\"m\",\"capabilities\":{\"completion_chat\":true,\"function_calling\":true,\"vision\":true,"
    "\"reasoning\":false}}]}", "m(m)=0:images:tools" },
  { "lm-studio",
    "{\"models\":[{\"type\":\"llm\",\"key\":\"q/m\",\"display_name\":\"M\",\"max_context_length\":32768,"
    "\"loaded_instances\":[{\"id\":\"q/m\",\"config\":{\"context_length\":4096}}],\"capabilities\":{\"vision\":false,"
    "\"trained_for_tool_use\":true,\"reasoning\":{\"allowed_options\":[\"off\",\"on\"]}}},"
    "{\"type\":\"llm\",\"key\":\"n\",\"max_context_length\":8192,\"loaded_instances\":[]},"
    "{\"type\":\"embedding\",\"key\":\"e\"}]}", "n(n)=8192 q/m(M)=4096:reasoning:tools" },
  { "lm-studio-before-0.4",
    "{\"data\":[{\"id\":\"m\",\"type\":\"vlm\",\"max_context_length\":32768,\"loaded_context_length\":4096,"
    "\"capabilities\":[\"tool_use\"]}]}", "m(m)=4096:images:tools" },
  { "anthropic-like", "{\"data\":[{\"type\":\"model\",\"id\":\"c\",\"display_name\":\"C\"}]}",
    "c(C)=0" },
  { "together", "[{\"id\":\"m\",\"type\":\"chat\"},{\"id\":\"e\",\"type\":\"embedding\"}]",
    "m(m)=0" },
  { "context-nonsense", "{\"data\":[{\"id\":\"m\",\"context_length\":-5,"
                        "\"context_window\":\"big\"}]}", "m(m)=0" },
  { "error", "{\"error\":{\"message\":\"Invalid API Key\",\"code\":401}}",
    "error: authentication" },
  { "page", "<html><body>Hello</body></html>", "error: network" },
  { "nothing", "", "error: malformed" },
  { "no-list", "{\"hello\":1}", "error: malformed" },
  { "no-json", "{\"data\":[{", "error: malformed" },
};

static void
append_abilities (GString         *line,
                  PonderAbilities  abilities)
{
  static const char *const names[] = { "images", "files", "reasoning", "tools", "structured" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (abilities & (1u << i))
        g_string_append_printf (line, ":%s", names[i]);
    }
}

static char *
describe (GPtrArray    *models,
          const GError *error)
{
  GString *line = g_string_new (NULL);

  if (models == NULL)
    {
      PonderFault *fault = ponder_error_get_fault (error);

      g_assert_nonnull (fault);
      g_assert_cmpstr (fault->operation, ==, "models");
      g_string_append_printf (line, "error: %s", ponder_error_code_to_string (fault->category));
      return g_string_free (line, FALSE);
    }
  for (guint i = 0; i < models->len; i++)
    {
      PonderModelInfo *model = g_ptr_array_index (models, i);

      g_assert_cmpstr (ponder_model_info_get_provider_id (model), ==, "test");
      g_string_append_printf (line, "%s%s(%s)=%u", i > 0 ? " " : "",
                              ponder_model_info_get_id (model),
                              ponder_model_info_get_name (model),
                              ponder_model_info_get_context_length (model));
      append_abilities (line, ponder_model_info_get_abilities (model));
    }
  return g_string_free (line, FALSE);
}

static void
test_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autoptr(PonderProviderConfig) provider = ponder_test_provider_new ("custom");
  g_autoptr(PonderDialect) dialect = ponder_dialect_new ("openai", NULL);
  g_autoptr(GBytes) body = g_bytes_new (test->body, strlen (test->body));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = ponder_dialect_decode_models (dialect, provider, body, &error);
  g_autofree char *got = describe (models, error);

  g_assert_cmpstr (got, ==, test->expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/providers/openai-models/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
