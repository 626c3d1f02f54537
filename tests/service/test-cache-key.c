/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of requests: the same when a server would be asked the same, else never. */

#include "config.h"

#include "ponder-cache-key.h"

#include <math.h>
#include <string.h>

#include "ponder-canonical-json.h"
#include "ponder-json.h"
#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-test-loop.h"

#define N_DRAFTS 300

/* What a request is made of, as long as it can be changed. */
typedef struct
{
  PonderProviderConfig *provider;
  PonderModelConfig    *config;
  GPtrArray            *messages;
  char                 *schema_name;
  char                 *schema;
  const char           *operation;
  gboolean              stream;
  gboolean              background;
} Draft;

static void
draft_free (Draft *draft)
{
  g_object_unref (draft->provider);
  ponder_model_config_free (draft->config);
  g_ptr_array_unref (draft->messages);
  g_free (draft->schema_name);
  g_free (draft->schema);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static PonderRequest *
draft_to_request (Draft *draft)
{
  PonderRequest *request =
    ponder_request_new (draft->provider, draft->config, draft->messages, draft->operation);

  ponder_request_set_schema (request, draft->schema_name, draft->schema);
  ponder_request_set_stream (request, draft->stream);
  ponder_request_set_background (request, draft->background);
  return request;
}

static char *
draft_to_key (Draft *draft)
{
  g_autoptr(PonderRequest) request = draft_to_request (draft);

  return ponder_cache_key_new (request);
}

static const char *const words[] = {
  "", "a", "b", "ab", "\"", "\\", "\",\"", "\n", "\x01", "\u4f60\u597d", "what is this?", "},{", "]", "kind",
};

static char *
make_text (GRand *rand)
{
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
    g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

static char *
make_text_or_nothing (GRand *rand)
{
  return g_rand_boolean (rand) ? make_text (rand) : NULL;
}

static double
make_double_or_nothing (GRand *rand)
{
  return g_rand_boolean (rand) ? g_rand_int_range (rand, 0, 21) / 10.0 : NAN;
}

static PonderPart *
make_part (GRand *rand)
{
  g_autofree char *text = make_text (rand);
  PonderPart *part = ponder_part_new (g_rand_int_range (rand, PONDER_PART_TEXT, PONDER_PART_TOOL_RESULT + 1), text);

  if (part->kind == PONDER_PART_TEXT || part->kind == PONDER_PART_REASONING)
    return part;

  part->name = make_text_or_nothing (rand);
  part->call_id = make_text_or_nothing (rand);
  part->media_type = make_text_or_nothing (rand);
  if (g_rand_boolean (rand))
    part->data = g_bytes_new (text, strlen (text));
  if (g_rand_boolean (rand))
    part->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return part;
}

static PonderMessage *
make_message (GRand *rand)
{
  PonderMessage *message =
    ponder_message_new ("id", NULL, g_rand_int_range (rand, PONDER_ROLE_SYSTEM, PONDER_ROLE_TOOL + 1));

  for (int n = g_rand_int_range (rand, 0, 4); n > 0; n--)
    ponder_message_take_part (message, make_part (rand));
  return message;
}

static Draft *
make_draft (guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  Draft *draft = g_new0 (Draft, 1);

  draft->provider = ponder_provider_config_new ("some");
  ponder_provider_config_set_dialect (draft->provider, g_rand_boolean (rand) ? "openai" : "ollama");
  ponder_provider_config_set_base_url (draft->provider,
                                       g_rand_boolean (rand) ? "https://api.example.com/v1" : "http://localhost:8080");
  draft->config = ponder_model_config_new ();
  ponder_model_config_set_model (draft->config, "some", g_rand_boolean (rand) ? "small" : "large");
  draft->config->system = make_text_or_nothing (rand);
  draft->config->reasoning = make_text_or_nothing (rand);
  draft->config->temperature = make_double_or_nothing (rand);
  draft->config->top_p = make_double_or_nothing (rand);
  draft->config->frequency_penalty = make_double_or_nothing (rand);
  draft->config->presence_penalty = make_double_or_nothing (rand);
  draft->config->max_tokens = (guint) g_rand_int_range (rand, 0, 3) * 1000;
  draft->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (int n = g_rand_int_range (rand, 0, 5); n > 0; n--)
    g_ptr_array_add (draft->messages, make_message (rand));
  if (g_rand_boolean (rand))
    {
      draft->schema_name = g_strdup ("shape");
      draft->schema = g_strdup_printf ("{\"type\":\"object\",\"n\":[%d,{\"b\":1,\"a\":2.5}]}", g_rand_int (rand) % 9);
    }
  draft->operation = "chat";
  draft->stream = TRUE;
  return draft;
}

static void
append_to (char       **string,
           const char  *more)
{
  char *longer = g_strconcat (*string != NULL ? *string : "", more, NULL);

  g_free (*string);
  *string = longer;
}

static void
change_double (double *number)
{
  *number = isnan (*number) ? 0 : *number + 0.1;
}

/* The first part of a message in @draft that says something, or NULL. */
static PonderPart *
find_part (Draft           *draft,
           PonderMessage  **message)
{
  for (guint i = 0; i < draft->messages->len; i++)
    {
      GPtrArray *parts = ponder_message_get_parts (g_ptr_array_index (draft->messages, i));

      if (parts->len == 0)
        continue;
      if (message != NULL)
        *message = g_ptr_array_index (draft->messages, i);
      return g_ptr_array_index (parts, 0);
    }
  return NULL;
}

static PonderPart *
find_attachment (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  return part != NULL && part->kind != PONDER_PART_TEXT ? part : NULL;
}

/* Every one of these makes another question of a draft, or says that it cannot. */
typedef gboolean (*Change) (Draft *draft);

static gboolean
change_dialect (Draft *draft)
{
  ponder_provider_config_set_dialect (draft->provider, "anthropic");
  return TRUE;
}

static gboolean
change_host (Draft *draft)
{
  ponder_provider_config_set_base_url (draft->provider, "https://api.example.org/v1");
  return TRUE;
}

static gboolean
change_port (Draft *draft)
{
  ponder_provider_config_set_base_url (draft->provider, "http://localhost:8081");
  return TRUE;
}

static gboolean
change_path (Draft *draft)
{
  ponder_provider_config_set_base_url (draft->provider, "https://api.example.com/V1");
  return TRUE;
}

static gboolean
change_query (Draft *draft)
{
  ponder_provider_config_set_base_url (draft->provider, "https://api.example.com/v1?version=2");
  return TRUE;
}

static gboolean
drop_base_url (Draft *draft)
{
  ponder_provider_config_set_base_url (draft->provider, NULL);
  return TRUE;
}

static gboolean
change_model (Draft *draft)
{
  append_to (&draft->config->model, "r");
  return TRUE;
}

static gboolean
change_system (Draft *draft)
{
  append_to (&draft->config->system, "x");
  return TRUE;
}

static gboolean
change_reasoning (Draft *draft)
{
  append_to (&draft->config->reasoning, "x");
  return TRUE;
}

static gboolean
change_temperature (Draft *draft)
{
  change_double (&draft->config->temperature);
  return TRUE;
}

static gboolean
change_top_p (Draft *draft)
{
  change_double (&draft->config->top_p);
  return TRUE;
}

static gboolean
change_frequency_penalty (Draft *draft)
{
  change_double (&draft->config->frequency_penalty);
  return TRUE;
}

static gboolean
change_presence_penalty (Draft *draft)
{
  change_double (&draft->config->presence_penalty);
  return TRUE;
}

static gboolean
change_max_tokens (Draft *draft)
{
  draft->config->max_tokens++;
  return TRUE;
}

static gboolean
unset_numbers (Draft *draft)
{
  if (isnan (draft->config->temperature))
    return FALSE;

  draft->config->temperature = NAN;
  return TRUE;
}

static gboolean
change_schema_name (Draft *draft)
{
  if (draft->schema_name == NULL)
    return FALSE;

  append_to (&draft->schema_name, "x");
  return TRUE;
}

static gboolean
change_schema (Draft *draft)
{
  if (draft->schema == NULL)
    return FALSE;

  *strstr (draft->schema, "2.5") = '3';
  return TRUE;
}

static gboolean
break_schema (Draft *draft)
{
  if (draft->schema == NULL)
    return FALSE;

  *strchr (draft->schema, '}') = ' ';
  return TRUE;
}

static gboolean
toggle_schema (Draft *draft)
{
  gboolean has_schema = draft->schema != NULL;

  g_clear_pointer (&draft->schema_name, g_free);
  g_clear_pointer (&draft->schema, g_free);
  if (!has_schema)
    {
      draft->schema_name = g_strdup ("shape");
      draft->schema = g_strdup ("{}");
    }
  return TRUE;
}

static gboolean
add_message (Draft *draft)
{
  g_ptr_array_add (draft->messages, ponder_message_new ("id", NULL, PONDER_ROLE_USER));
  return TRUE;
}

static gboolean
remove_message (Draft *draft)
{
  if (draft->messages->len == 0)
    return FALSE;

  g_ptr_array_remove_index (draft->messages, 0);
  return TRUE;
}

/* They say different things afterwards, whatever they said before. */
static gboolean
swap_messages (Draft *draft)
{
  PonderMessage *first;

  if (draft->messages->len < 2)
    return FALSE;
  first = g_ptr_array_index (draft->messages, 0);
  if (ponder_message_get_role (first) == ponder_message_get_role (g_ptr_array_index (draft->messages, 1)))
    return FALSE;

  first = g_object_ref (first);
  g_ptr_array_remove_index (draft->messages, 0);
  g_ptr_array_insert (draft->messages, 1, first);
  return TRUE;
}

static gboolean
change_role (Draft *draft)
{
  PonderMessage *old;
  PonderMessage *new;
  GPtrArray *parts;

  if (draft->messages->len == 0)
    return FALSE;

  old = g_ptr_array_index (draft->messages, 0);
  parts = ponder_message_get_parts (old);
  new = ponder_message_new ("id", NULL, (ponder_message_get_role (old) + 1) % (PONDER_ROLE_TOOL + 1));
  for (guint i = 0; i < parts->len; i++)
    ponder_message_take_part (new, ponder_part_copy (g_ptr_array_index (parts, i)));
  g_ptr_array_remove_index (draft->messages, 0);
  g_ptr_array_insert (draft->messages, 0, new);
  return TRUE;
}

static gboolean
add_part (Draft *draft)
{
  if (draft->messages->len == 0)
    return FALSE;

  ponder_message_take_part (g_ptr_array_index (draft->messages, 0), ponder_part_new (PONDER_PART_TEXT, ""));
  return TRUE;
}

static gboolean
swap_parts (Draft *draft)
{
  PonderMessage *message;
  GPtrArray *parts;

  if (find_part (draft, &message) == NULL)
    return FALSE;

  parts = ponder_message_get_parts (message);
  if (parts->len < 2 ||
      ((PonderPart *) g_ptr_array_index (parts, 0))->kind == ((PonderPart *) g_ptr_array_index (parts, 1))->kind)
    return FALSE;

  g_ptr_array_insert (parts, 1, g_ptr_array_steal_index (parts, 0));
  return TRUE;
}

/* The last letter of a message becomes the first of the next. */
static gboolean
move_text_on (Draft *draft)
{
  for (guint i = 1; i < draft->messages->len; i++)
    {
      GPtrArray *before = ponder_message_get_parts (g_ptr_array_index (draft->messages, i - 1));
      GPtrArray *after = ponder_message_get_parts (g_ptr_array_index (draft->messages, i));
      PonderPart *from = before->len > 0 ? g_ptr_array_index (before, before->len - 1) : NULL;
      PonderPart *to = after->len > 0 ? g_ptr_array_index (after, 0) : NULL;

      if (from == NULL || to == NULL || from->text->len == 0 || from->text->str[from->text->len - 1] < 0)
        continue;
      g_string_prepend_c (to->text, from->text->str[from->text->len - 1]);
      g_string_truncate (from->text, from->text->len - 1);
      return TRUE;
    }
  return FALSE;
}

/* One message of two parts instead of two of one each. */
static gboolean
join_messages (Draft *draft)
{
  GPtrArray *parts;

  if (draft->messages->len < 2)
    return FALSE;

  parts = ponder_message_get_parts (g_ptr_array_index (draft->messages, 1));
  for (guint i = 0; i < parts->len; i++)
    ponder_message_take_part (g_ptr_array_index (draft->messages, 0),
                              ponder_part_copy (g_ptr_array_index (parts, i)));
  g_ptr_array_remove_index (draft->messages, 1);
  return TRUE;
}

static gboolean
split_part (Draft *draft)
{
  PonderMessage *message;
  PonderPart *part = find_part (draft, &message);
  PonderPart *rest;

  if (part == NULL || part->text->len < 2 || part->kind != PONDER_PART_TEXT)
    return FALSE;

  rest = ponder_part_new (PONDER_PART_TEXT, part->text->str + 1);
  g_string_truncate (part->text, 1);
  g_ptr_array_insert (ponder_message_get_parts (message), 1, rest);
  return TRUE;
}

static gboolean
change_text (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  if (part == NULL)
    return FALSE;

  g_string_append_c (part->text, 'x');
  return TRUE;
}

static gboolean
change_kind (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  if (part == NULL)
    return FALSE;

  part->kind = (part->kind + 1) % (PONDER_PART_TOOL_RESULT + 1);
  return TRUE;
}

static gboolean
change_name (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  if (part == NULL)
    return FALSE;

  append_to (&part->name, "x");
  return TRUE;
}

static gboolean
change_call_id (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  if (part == NULL)
    return FALSE;

  append_to (&part->call_id, "x");
  return TRUE;
}

static gboolean
change_media_type (Draft *draft)
{
  PonderPart *part = find_part (draft, NULL);

  if (part == NULL)
    return FALSE;

  append_to (&part->media_type, "x");
  return TRUE;
}

static gboolean
move_name_to_call_id (Draft *draft)
{
  PonderPart *part = find_attachment (draft);

  if (part == NULL || part->name == NULL || part->call_id != NULL)
    return FALSE;

  part->call_id = g_steal_pointer (&part->name);
  return TRUE;
}

static gboolean
change_digest (Draft *draft)
{
  PonderPart *part = find_attachment (draft);

  if (part == NULL)
    return FALSE;

  append_to (&part->digest, "0");
  return TRUE;
}

static gboolean
change_data (Draft *draft)
{
  PonderPart *part = find_attachment (draft);

  if (part == NULL || part->digest != NULL)
    return FALSE;

  g_clear_pointer (&part->data, g_bytes_unref);
  part->data = g_bytes_new_static ("other", 5);
  return TRUE;
}

#define CHANGE(name) { #name, name }

static const struct
{
  const char *name;
  Change      apply;
} changes[] = {
  CHANGE (change_dialect), CHANGE (change_host), CHANGE (change_port), CHANGE (change_path), CHANGE (change_query),
  CHANGE (drop_base_url), CHANGE (change_model), CHANGE (change_system), CHANGE (change_reasoning),
  CHANGE (change_temperature), CHANGE (change_top_p), CHANGE (change_frequency_penalty),
  CHANGE (change_presence_penalty), CHANGE (change_max_tokens), CHANGE (unset_numbers), CHANGE (change_schema_name),
  CHANGE (change_schema), CHANGE (break_schema), CHANGE (toggle_schema), CHANGE (add_message),
  CHANGE (remove_message), CHANGE (swap_messages), CHANGE (change_role), CHANGE (add_part), CHANGE (swap_parts),
  CHANGE (move_text_on), CHANGE (join_messages), CHANGE (split_part), CHANGE (change_text), CHANGE (change_kind),
  CHANGE (change_name), CHANGE (change_call_id), CHANGE (change_media_type), CHANGE (move_name_to_call_id),
  CHANGE (change_digest), CHANGE (change_data),
};

static void
test_any_difference_makes_another_key (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      guint n_applied = 0;

      for (guint32 seed = 0; seed < N_DRAFTS; seed++)
        {
          g_autoptr(Draft) draft = make_draft (seed);
          g_autofree char *before = draft_to_key (draft);
          g_autofree char *after = NULL;

          if (!changes[i].apply (draft))
            continue;
          n_applied++;
          after = draft_to_key (draft);
          if (g_str_equal (before, after))
            g_error ("%s makes no other key of request %u", changes[i].name, seed);
        }
      if (n_applied < 10)
        g_error ("%s was tried %u times only", changes[i].name, n_applied);
    }
}

static void
test_requests_do_not_collide (void)
{
  g_autoptr(GHashTable) described = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_same = 0;

  for (guint32 seed = 0; seed < N_DRAFTS * 10; seed++)
    {
      g_autoptr(Draft) draft = make_draft (seed);
      g_autoptr(PonderRequest) request = draft_to_request (draft);
      g_autofree char *key = ponder_cache_key_new (request);
      g_autofree char *description = ponder_cache_key_describe (request);
      const char *other = g_hash_table_lookup (described, key);

      if (other != NULL)
        {
          g_assert_cmpstr (description, ==, other);
          n_same++;
        }
      else
        g_hash_table_insert (described, g_steal_pointer (&key), g_steal_pointer (&description));
    }
  g_assert_cmpuint (n_same, <, N_DRAFTS / 10);
}

/* None of these is told to the server, or makes it answer otherwise. */
static gboolean
change_provider (Draft *draft)
{
  PonderProviderConfig *other = ponder_provider_config_new ("other");

  ponder_provider_config_set_dialect (other, ponder_provider_config_get_dialect (draft->provider));
  ponder_provider_config_set_base_url (other, ponder_provider_config_get_base_url (draft->provider));
  ponder_provider_config_set_name (other, "Another Account");
  ponder_provider_config_set_preset (other, "custom");
  ponder_provider_config_set_key_env (other, "OTHER_KEY");
  ponder_provider_config_set_default_model (other, "other");
  ponder_provider_config_set_ca_file (other, "/other.pem");
  ponder_provider_config_set_proxy (other, "none");
  ponder_provider_config_set_concurrency (other, 3);
  ponder_provider_config_set_total_timeout (other, 3);
  g_object_unref (draft->provider);
  draft->provider = other;
  ponder_model_config_set_model (draft->config, "other", draft->config->model);
  return TRUE;
}

static gboolean
change_way_of_writing_address (Draft *draft)
{
  const char *base_url = ponder_provider_config_get_base_url (draft->provider);

  ponder_provider_config_set_base_url (draft->provider, g_str_has_prefix (base_url, "https")
                                       ? "HTTPS://Api.EXAMPLE.com/v1//" : "http://LOCALHOST:8080/#there");
  return TRUE;
}

static char *
make_key_of_demo (const char *base_url)
{
  g_autoptr(PonderProviderConfig) demo = ponder_provider_config_new ("demo");
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(PonderRequest) request = NULL;

  ponder_provider_config_set_preset (demo, PONDER_PRESET_BUILT_IN);
  ponder_provider_config_set_base_url (demo, base_url);
  request = ponder_request_new (demo, config, messages, "chat");
  return ponder_cache_key_new (request);
}

/* The built-in server has another port each time. */
static void
test_the_demo_is_one_server (void)
{
  g_autofree char *today = make_key_of_demo ("http://127.0.0.1:4001/v1");
  g_autofree char *tomorrow = make_key_of_demo ("http://127.0.0.1:4002/v1");

  g_assert_cmpstr (today, ==, tomorrow);
}

static gboolean
change_limits (Draft *draft)
{
  draft->config->retries = 7;
  draft->config->connect_timeout = 1;
  draft->config->first_token_timeout = 2;
  draft->config->silence_timeout = 3;
  draft->config->total_timeout = 4;
  return TRUE;
}

static gboolean
change_manner (Draft *draft)
{
  draft->stream = FALSE;
  draft->background = TRUE;
  draft->operation = "title";
  return TRUE;
}

/* Each call of a run is a question of its own. */
static gboolean
change_deep_think (Draft *draft)
{
  draft->config->deep_think = TRUE;
  draft->config->think = ponder_think_config_new ();
  draft->config->think->max_subtasks = 3;
  return TRUE;
}

static gboolean
change_messages_around_words (Draft *draft)
{
  static const PonderMessageState states[] = {
    PONDER_MESSAGE_WAITING, PONDER_MESSAGE_STREAMING, PONDER_MESSAGE_STOPPED, PONDER_MESSAGE_CUT_OFF,
    PONDER_MESSAGE_INTERRUPTED,
  };

  for (guint i = 0; i < draft->messages->len; i++)
    {
      PonderMessage *old = g_ptr_array_index (draft->messages, i);
      PonderMessage *new = ponder_message_new ("other", "parent", ponder_message_get_role (old));
      GPtrArray *parts = ponder_message_get_parts (old);

      for (guint j = 0; j < parts->len; j++)
        ponder_message_take_part (new, ponder_part_copy (g_ptr_array_index (parts, j)));
      ponder_message_set_state (new, states[i % G_N_ELEMENTS (states)]);
      ponder_message_set_finish (new, PONDER_FINISH_LENGTH);
      ponder_message_set_created (new, 12345);
      ponder_message_set_total_ms (new, 17);
      ponder_message_set_model (new, "another");
      ponder_message_set_provider (new, "another");
      ponder_message_set_chosen (new, TRUE);
      ponder_message_set_siblings (new, 1, 3);
      g_object_unref (old);
      g_ptr_array_index (draft->messages, i) = new;
    }
  return TRUE;
}

/* The server is not told of it. */
static gboolean
add_failed_answer (Draft *draft)
{
  PonderMessage *message = ponder_message_new ("id", NULL, PONDER_ROLE_ASSISTANT);

  ponder_message_append_text (message, "half of");
  ponder_message_set_state (message, PONDER_MESSAGE_FAILED);
  g_ptr_array_insert (draft->messages, (int) draft->messages->len / 2, message);
  return TRUE;
}

static gboolean
turn_schema_round (Draft *draft)
{
  const char *n;
  char *turned;

  if (draft->schema == NULL)
    return FALSE;

  n = strchr (draft->schema, '[') + 1;
  turned = g_strdup_printf (" {\"n\" : [ %.*s.0, {\"a\":25e-1, \"b\": 1.0} ],\n \"t\\u0079pe\": \"object\"}",
                            (int) strcspn (n, ","), n);
  g_free (draft->schema);
  draft->schema = turned;
  return TRUE;
}

static gboolean
turn_zero_round (Draft *draft)
{
  if (fpclassify (draft->config->temperature) != FP_ZERO)
    return FALSE;

  draft->config->temperature = -draft->config->temperature;
  return TRUE;
}

static gboolean
drop_data_of_digest (Draft *draft)
{
  PonderPart *part = find_attachment (draft);

  if (part == NULL || part->data == NULL)
    return FALSE;

  if (part->digest == NULL)
    part->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, part->data);
  g_clear_pointer (&part->data, g_bytes_unref);
  return TRUE;
}

static const struct
{
  const char *name;
  Change      apply;
} trifles[] = {
  CHANGE (change_provider), CHANGE (change_way_of_writing_address), CHANGE (change_limits), CHANGE (change_manner), CHANGE (change_deep_think),
  CHANGE (change_messages_around_words), CHANGE (add_failed_answer), CHANGE (turn_schema_round),
  CHANGE (turn_zero_round), CHANGE (drop_data_of_digest),
};

static void
test_what_the_server_is_not_told_counts_for_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (trifles); i++)
    {
      guint n_applied = 0;

      for (guint32 seed = 0; seed < N_DRAFTS; seed++)
        {
          g_autoptr(Draft) draft = make_draft (seed);
          g_autofree char *before = draft_to_key (draft);
          g_autofree char *after = NULL;

          if (!trifles[i].apply (draft))
            continue;
          n_applied++;
          after = draft_to_key (draft);
          if (!g_str_equal (before, after))
            g_error ("%s makes another key of request %u", trifles[i].name, seed);
        }
      if (n_applied < 5)
        g_error ("%s was tried %u times only", trifles[i].name, n_applied);
    }
}

static char *
dup_key_of_address (const char *base_url)
{
  g_autoptr(Draft) draft = make_draft (1);

  ponder_provider_config_set_base_url (draft->provider, base_url);
  return draft_to_key (draft);
}

static void
test_sockets_differ_in_capitals (void)
{
  g_autofree char *small = dup_key_of_address ("http+unix://%2Frun%2Fserver.sock/v1");
  g_autofree char *large = dup_key_of_address ("http+unix://%2Frun%2FServer.sock/v1");
  g_autofree char *scheme = dup_key_of_address ("HTTP+UNIX://%2Frun%2Fserver.sock/v1/");

  g_assert_cmpstr (small, !=, large);
  g_assert_cmpstr (small, ==, scheme);
}

static void
test_description_is_canonical (void)
{
  for (guint32 seed = 0; seed < N_DRAFTS; seed++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(Draft) draft = make_draft (seed);
      g_autoptr(PonderRequest) request = draft_to_request (draft);
      g_autofree char *description = ponder_cache_key_describe (request);
      g_autofree char *key = ponder_cache_key_new (request);
      g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, description, -1);
      g_autoptr(JsonNode) node = ponder_json_parse (description, -1, &error);
      g_autoptr(GString) canonical = g_string_new (NULL);

      g_assert_no_error (error);
      ponder_canonical_json_append (canonical, node);
      g_assert_cmpstr (description, ==, canonical->str);
      g_assert_cmpstr (key, ==, checksum);
    }
}

static PonderRequest *
make_fixed_request (void)
{
  g_autoptr(Draft) draft = make_draft (0);
  g_autoptr(PonderMessage) system = ponder_message_new ("1", NULL, PONDER_ROLE_SYSTEM);
  g_autoptr(PonderMessage) question = ponder_message_new ("2", "1", PONDER_ROLE_USER);
  g_autoptr(PonderMessage) answer = ponder_message_new ("3", "2", PONDER_ROLE_ASSISTANT);
  PonderPart *image = ponder_part_new (PONDER_PART_IMAGE, "");
  PonderPart *call = ponder_part_new (PONDER_PART_TOOL_CALL, "{\"a\":1}");

  ponder_provider_config_set_dialect (draft->provider, "openai");
  ponder_provider_config_set_base_url (draft->provider, "https://API.example.com:8443/v1/?b=1");
  ponder_model_config_free (draft->config);
  draft->config = ponder_model_config_new ();
  ponder_model_config_set_model (draft->config, "some", "vendor/model");
  draft->config->system = g_strdup ("Be brief.");
  draft->config->reasoning = g_strdup ("low");
  draft->config->temperature = 0.7;
  draft->config->top_p = 1;
  draft->config->frequency_penalty = -0.5;
  draft->config->presence_penalty = 1e-7;
  draft->config->max_tokens = 4096;
  g_free (draft->schema_name);
  g_free (draft->schema);
  draft->schema_name = g_strdup ("shape");
  draft->schema = g_strdup ("{\"type\":\"object\",\"minimum\":1.0}");

  image->name = g_strdup ("cat.png");
  image->media_type = g_strdup ("image/png");
  image->data = g_bytes_new_static ("abc", 3);
  call->name = g_strdup ("look");
  call->call_id = g_strdup ("c1");
  ponder_message_append_text (system, "\"quoted\"\n");
  ponder_message_append_text (question, "\u4f60\u597d");
  ponder_message_take_part (question, image);
  ponder_message_append_reasoning (answer, "hm");
  ponder_message_take_part (answer, call);
  g_ptr_array_set_size (draft->messages, 0);
  g_ptr_array_add (draft->messages, g_object_ref (system));
  g_ptr_array_add (draft->messages, g_object_ref (question));
  g_ptr_array_add (draft->messages, g_object_ref (answer));
  return draft_to_request (draft);
}

/* Whoever changes the format changes its number, and these. */
static void
test_format_stays_the_same (void)
{
  g_autoptr(PonderRequest) request = make_fixed_request ();
  g_autofree char *description = ponder_cache_key_describe (request);
  g_autofree char *key = ponder_cache_key_new (request);

  g_assert_cmpstr (description, ==,
                   "{\"base_url\":\"https://api.example.com:8443/v1?b=1\",\"dialect\":\"openai\",\"format\":1,"
                   "\"frequency_penalty\":-0.5,\"max_tokens\":4096,\"messages\":["
                   "{\"parts\":[{\"kind\":\"text\",\"text\":\"\\\"quoted\\\"\\n\"}],\"role\":\"system\"},"
                   "{\"parts\":[{\"kind\":\"text\",\"text\":\"\u4f60\u597d\"},"
                   "{\"digest\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\","
                   "\"kind\":\"image\",\"media_type\":\"image/png\",\"name\":\"cat.png\"}],\"role\":\"user\"},"
                   "{\"parts\":[{\"kind\":\"reasoning\",\"text\":\"hm\"},"
                   "{\"call_id\":\"c1\",\"kind\":\"tool_call\",\"name\":\"look\",\"text\":\"{\\\"a\\\":1}\"}],"
                   "\"role\":\"assistant\"}],\"model\":\"vendor/model\",\"presence_penalty\":1e-07,"
                   "\"reasoning\":\"low\",\"schema\":{\"minimum\":1,\"type\":\"object\"},\"schema_name\":\"shape\","
                   "\"system\":\"Be brief.\",\"temperature\":0.7,\"top_p\":1}");
  g_assert_cmpstr (key, ==, "bfaf702a09675c03520d6d0c59cc7a178b45f0e44308c232350d3505a040c2f8");
}

static PonderRequest *
make_long_request (gsize n_bytes)
{
  g_autoptr(Draft) draft = make_draft (2);
  g_autofree char *text = g_strnfill (4000, '\n');

  for (gsize length = 0; length < n_bytes; length += 4000)
    {
      g_autoptr(PonderMessage) message = ponder_message_new ("id", NULL, PONDER_ROLE_USER);

      ponder_message_append_text (message, text);
      g_ptr_array_add (draft->messages, g_object_ref (message));
    }
  return draft_to_request (draft);
}

static void
test_async_key_is_the_same (void)
{
  static const gsize sizes[] = { 0, 100000, 200000, 5000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PonderRequest) request = make_long_request (sizes[i]);
      g_autoptr(GAsyncResult) result = NULL;
      GAsyncResult *place = NULL;
      g_autofree char *key = NULL;
      g_autofree char *expected = ponder_cache_key_new (request);

      ponder_cache_key_new_async (request, NULL, ponder_test_take_result, &place);
      g_assert_null (place);
      result = ponder_test_await (&place);
      key = ponder_cache_key_new_finish (request, result, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (key, ==, expected);
    }
}

/* What others do to the provider meanwhile belongs to the next request. */
static void
test_provider_may_change_meanwhile (void)
{
  g_autoptr(PonderRequest) request = make_long_request (2000000);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  g_autofree char *key = NULL;
  g_autofree char *expected = ponder_cache_key_new (request);

  ponder_cache_key_new_async (request, NULL, ponder_test_take_result, &place);
  ponder_provider_config_set_base_url (ponder_request_get_provider (request), "https://elsewhere.example.com");
  result = ponder_test_await (&place);
  key = ponder_cache_key_new_finish (request, result, NULL);
  g_assert_cmpstr (key, ==, expected);
}

static void
test_cancelled_key_is_an_error (void)
{
  static const gsize sizes[] = { 0, 5000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PonderRequest) request = make_long_request (sizes[i]);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      GAsyncResult *place = NULL;

      ponder_cache_key_new_async (request, cancellable, ponder_test_take_result, &place);
      g_cancellable_cancel (cancellable);
      result = ponder_test_await (&place);
      g_assert_null (ponder_cache_key_new_finish (request, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* The least of many tries, since other programs run meanwhile. */
static void
test_main_thread_is_not_held_up (void)
{
  static const gsize sizes[] = { 20000, 130000, 260000, 5000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(PonderRequest) request = make_long_request (sizes[i]);
      gint64 least = G_MAXINT64;

      for (guint n = 0; n < 10; n++)
        {
          g_autoptr(GAsyncResult) result = NULL;
          GAsyncResult *place = NULL;
          gint64 began = g_get_monotonic_time ();

          ponder_cache_key_new_async (request, NULL, ponder_test_take_result, &place);
          least = MIN (least, g_get_monotonic_time () - began);
          result = ponder_test_await (&place);
          g_free (ponder_cache_key_new_finish (request, result, NULL));
        }
      g_test_message ("%" G_GSIZE_FORMAT " bytes: %" G_GINT64_FORMAT " us", sizes[i], least);
      g_assert_cmpint (least, <, 4000);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache-key/any-difference-makes-another-key", test_any_difference_makes_another_key);
  g_test_add_func ("/cache-key/requests-do-not-collide", test_requests_do_not_collide);
  g_test_add_func ("/cache-key/what-the-server-is-not-told-counts-for-nothing",
                   test_what_the_server_is_not_told_counts_for_nothing);
  g_test_add_func ("/cache-key/sockets-differ-in-capitals", test_sockets_differ_in_capitals);
  g_test_add_func ("/cache-key/the-description-is-canonical", test_description_is_canonical);
  g_test_add_func ("/cache-key/the-format-stays-the-same", test_format_stays_the_same);
  g_test_add_func ("/cache-key/the-async-key-is-the-same", test_async_key_is_the_same);
  g_test_add_func ("/cache-key/the-provider-may-change-meanwhile", test_provider_may_change_meanwhile);
  g_test_add_func ("/cache-key/a-cancelled-key-is-an-error", test_cancelled_key_is_an_error);
  g_test_add_func ("/cache-key/the-main-thread-is-not-held-up", test_main_thread_is_not_held_up);
  g_test_add_func ("/service/cache-key/the-demo-is-one-server", test_the_demo_is_one_server);
  return g_test_run ();
}
