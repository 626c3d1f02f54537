/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions, models and their settings. */

#include "config.h"

#include <math.h>

#include "ponder-error.h"
#include "ponder-model-info.h"
#include "ponder-session.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

static PonderModelConfig *
full_config (void)
{
  PonderModelConfig *config = ponder_model_config_new ();

  ponder_model_config_set_model (config, "openai", "gpt/4");
  config->system = g_strdup ("Be “brief”.\n");
  config->reasoning = g_strdup ("high");
  config->temperature = 0.0;
  config->top_p = 0.1;
  config->frequency_penalty = -1.5;
  config->presence_penalty = 2;
  config->max_tokens = 4096;
  config->no_cache = TRUE;
  config->connect_timeout = 1.5;
  config->first_token_timeout = 2;
  config->silence_timeout = 3;
  config->total_timeout = 4;
  return config;
}

static void
fill (PonderSession *session)
{
  g_autoptr(PonderModelConfig) config = full_config ();

  ponder_session_set_title (session, "Title");
  ponder_session_set_title_fixed (session, TRUE);
  ponder_session_set_preview (session, "Preview");
  ponder_session_set_pinned (session, TRUE);
  ponder_session_set_created (session, 1);
  ponder_session_set_updated (session, 2);
  ponder_session_set_trashed (session, 3);
  ponder_session_set_n_messages (session, 4);
  ponder_session_set_config (session, config);
  ponder_session_set_draft (session, "Draft", 5);
  ponder_session_set_scroll (session, "m", -6);
}

static void
assert_filled (PonderSession *session)
{
  g_autoptr(PonderModelConfig) config = full_config ();

  g_assert_cmpstr (ponder_session_get_title (session), ==, "Title");
  g_assert_true (ponder_session_get_title_fixed (session));
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "Preview");
  g_assert_true (ponder_session_get_pinned (session));
  g_assert_cmpint (ponder_session_get_created (session), ==, 1);
  g_assert_cmpint (ponder_session_get_updated (session), ==, 2);
  g_assert_cmpint (ponder_session_get_trashed (session), ==, 3);
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 4);
  g_assert_true (ponder_model_config_equal (ponder_session_get_config (session), config));
  g_assert_cmpstr (ponder_session_get_draft (session), ==, "Draft");
  g_assert_cmpuint (ponder_session_get_draft_cursor (session), ==, 5);
  g_assert_cmpstr (ponder_session_get_scroll_message (session), ==, "m");
  g_assert_cmpint (ponder_session_get_scroll_offset (session), ==, -6);
}

static void
test_notify (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  guint count = 0;

  g_signal_connect (session, "notify", G_CALLBACK (count_cb), &count);
  fill (session);
  g_assert_cmpuint (count, ==, 13);
  assert_filled (session);
  fill (session);
  g_assert_cmpuint (count, ==, 13);

  ponder_session_set_busy (session, TRUE);
  ponder_session_set_retrying (session, TRUE);
  ponder_session_set_unseen (session, TRUE);
  ponder_session_set_busy (session, TRUE);
  g_assert_cmpuint (count, ==, 16);
}

static void
test_never_null (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");

  ponder_session_set_title (session, NULL);
  ponder_session_set_preview (session, NULL);
  ponder_session_set_draft (session, NULL, 0);
  g_assert_cmpstr (ponder_session_get_title (session), ==, "");
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "");
  g_assert_cmpstr (ponder_session_get_draft (session), ==, "");
  g_assert_null (ponder_session_get_scroll_message (session));
  g_assert_true (isnan (ponder_session_get_config (session)->temperature));
}

static void
test_copies (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderSession) fresh = ponder_session_new ("s");
  g_autoptr(PonderSession) copy = NULL;
  guint count = 0;

  fill (session);
  ponder_session_set_busy (session, TRUE);
  copy = ponder_session_snapshot (session);
  assert_filled (copy);
  g_assert_true (ponder_session_get_busy (copy));

  g_signal_connect (fresh, "notify", G_CALLBACK (count_cb), &count);
  ponder_session_update (fresh, session);
  assert_filled (fresh);
  g_assert_false (ponder_session_get_busy (fresh));
  g_assert_cmpuint (count, ==, 13);
  ponder_session_update (fresh, session);
  g_assert_cmpuint (count, ==, 13);
}

static void
test_config_round_trip (void)
{
  g_autoptr(PonderModelConfig) config = full_config ();
  g_autoptr(PonderModelConfig) unset = ponder_model_config_new ();
  g_autoptr(PonderModelConfig) back = NULL;
  g_autoptr(PonderModelConfig) back_unset = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = ponder_model_config_serialize (config);
  g_autofree char *json_unset = ponder_model_config_serialize (unset);

  back = ponder_model_config_deserialize (json, &error);
  g_assert_no_error (error);
  g_assert_true (ponder_model_config_equal (config, back));

  g_assert_cmpstr (json_unset, ==, "{}");
  back_unset = ponder_model_config_deserialize (json_unset, &error);
  g_assert_no_error (error);
  g_assert_true (ponder_model_config_equal (unset, back_unset));
  g_assert_false (ponder_model_config_equal (unset, config));

  /* Nought is a temperature; unset is not. */
  unset->temperature = 0;
  g_assert_false (ponder_model_config_equal (unset, back_unset));
}

static void
test_config_without_cache (void)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(PonderModelConfig) copy = NULL;
  g_autoptr(PonderModelConfig) back = NULL;
  g_autoptr(PonderModelConfig) with = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;

  g_assert_false (config->no_cache);
  copy = ponder_model_config_copy (config);
  copy->no_cache = TRUE;
  g_assert_false (ponder_model_config_equal (config, copy));

  json = ponder_model_config_serialize (copy);
  g_assert_cmpstr (json, ==, "{\"cache\":false}");
  back = ponder_model_config_deserialize (json, &error);
  g_assert_no_error (error);
  g_assert_true (ponder_model_config_equal (copy, back));

  with = ponder_model_config_deserialize ("{\"cache\":true}", &error);
  g_assert_no_error (error);
  g_assert_false (with->no_cache);
}

static void
test_config_from_others (void)
{
  static const char *const refused[] = { "", "[]", "{", "null", "{} {}" };
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderModelConfig) config =
    ponder_model_config_deserialize ("{\"model\":5,\"temperature\":1,\"max_tokens\":-3,\"x\":{}}",
                                     &error);

  g_assert_no_error (error);
  g_assert_null (config->model);
  g_assert_cmpfloat_with_epsilon (config->temperature, 1, 1e-9);
  g_assert_cmpuint (config->max_tokens, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_null (ponder_model_config_deserialize (refused[i], &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
}

static void
test_set_model_to_itself (void)
{
  g_autoptr(PonderModelConfig) config = full_config ();

  ponder_model_config_set_model (config, config->provider, config->model);
  g_assert_cmpstr (config->provider, ==, "openai");
  g_assert_cmpstr (config->model, ==, "gpt/4");
}

static void
test_model_names (void)
{
  static const char *const refused[] = { "", "gpt", "/gpt", "openai/" };
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  g_assert_true (ponder_model_name_split ("openrouter/meta/llama", &provider, &model));
  g_assert_cmpstr (provider, ==, "openrouter");
  g_assert_cmpstr (model, ==, "meta/llama");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (ponder_model_name_split (refused[i], &provider, &model));
}

static void
test_model_info (void)
{
  g_autoptr(PonderModelInfo) named = ponder_model_info_new ("p", "id", "Name");
  g_autoptr(PonderModelInfo) nameless = ponder_model_info_new ("p", "id", NULL);
  guint count = 0;

  g_assert_cmpstr (ponder_model_info_get_name (named), ==, "Name");
  g_assert_cmpstr (ponder_model_info_get_name (nameless), ==, "id");
  g_assert_cmpstr (ponder_model_info_get_provider_id (named), ==, "p");
  g_signal_connect (named, "notify::context-length", G_CALLBACK (count_cb), &count);
  ponder_model_info_set_context_length (named, 8192);
  ponder_model_info_set_context_length (named, 8192);
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpuint (ponder_model_info_get_context_length (named), ==, 8192);
}

static void
test_model_info_bytes (void)
{
  g_autoptr(PonderModelInfo) full = ponder_model_info_new ("p", "id/é", "Name “x”");
  g_autoptr(PonderModelInfo) bare = ponder_model_info_new ("p", "bare", NULL);
  g_autoptr(GPtrArray) models = g_ptr_array_new ();
  g_autoptr(GPtrArray) back = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) nonsense = g_bytes_new_static ("[1", 2);
  g_autoptr(GError) error = NULL;
  PonderModelInfo *model;

  ponder_model_info_set_context_length (full, 131072);
  ponder_model_info_set_abilities (full, PONDER_ABILITY_IMAGES | PONDER_ABILITY_TOOLS);
  g_ptr_array_add (models, full);
  g_ptr_array_add (models, bare);
  bytes = ponder_model_info_list_to_bytes (models);
  back = ponder_model_info_list_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, 2);
  model = g_ptr_array_index (back, 0);
  g_assert_cmpstr (ponder_model_info_get_provider_id (model), ==, "p");
  g_assert_cmpstr (ponder_model_info_get_id (model), ==, "id/é");
  g_assert_cmpstr (ponder_model_info_get_name (model), ==, "Name “x”");
  g_assert_cmpuint (ponder_model_info_get_context_length (model), ==, 131072);
  g_assert_cmpuint (ponder_model_info_get_abilities (model), ==, PONDER_ABILITY_IMAGES | PONDER_ABILITY_TOOLS);
  model = g_ptr_array_index (back, 1);
  g_assert_cmpstr (ponder_model_info_get_name (model), ==, "bare");
  g_assert_cmpuint (ponder_model_info_get_context_length (model), ==, 0);

  g_assert_null (ponder_model_info_list_from_bytes (nonsense, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/each-property-notifies-once", test_notify);
  g_test_add_func ("/session/texts-are-never-null", test_never_null);
  g_test_add_func ("/session/copies-are-whole", test_copies);
  g_test_add_func ("/model-config/survives-the-database", test_config_round_trip);
  g_test_add_func ("/model-config/bears-what-others-wrote", test_config_from_others);
  g_test_add_func ("/model-config/a-chat-without-a-cache-says-so-and-no-other", test_config_without_cache);
  g_test_add_func ("/model-config/can-be-set-to-its-own-model", test_set_model_to_itself);
  g_test_add_func ("/model-config/a-name-splits-at-its-first-slash", test_model_names);
  g_test_add_func ("/model-info/has-a-name-in-any-case", test_model_info);
  g_test_add_func ("/model-info/a-list-survives-a-cache", test_model_info_bytes);
  return g_test_run ();
}
