/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are damaged, or made to do damage. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#include "ponder-error.h"
#include "ponder-json.h"
#include "ponder-test-dir.h"
#include "ponder-test-import.h"

#define CHAT                                                                                                       \
  "{\"title\":\"Good\",\"conversation_id\":\"good\",\"mapping\":{\"a\":{\"message\":{\"author\":{\"role\":\"user\"},"   \
  "\"content\":{\"content_type\":\"text\",\"parts\":[\"still here\"]}}}}}"

/* --- a file in a folder --- */

typedef struct
{
  char *folder;
  char *path;
  FILE *file;
} Place;

static void
place_init (Place *place)
{
  place->folder = ponder_test_dir_new ();
  place->path = g_build_filename (place->folder, "file", NULL);
  place->file = g_fopen (place->path, "wb");
  g_assert_nonnull (place->file);
}

static void
place_clear (Place *place)
{
  if (place->file != NULL)
    fclose (place->file);
  g_free (place->path);
  ponder_test_dir_remove (place->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
put (Place      *place,
     const char *text)
{
  g_assert_cmpint (fputs (text, place->file), >=, 0);
}

static void
put_many (Place      *place,
          const char *text,
          guint       n)
{
  for (guint i = 0; i < n; i++)
    put (place, text);
}

/* How many chats are read, and within a time that nobody notices. */
static void
check (Place       *place,
       guint        n_chats,
       gboolean     skips,
       const char  *error_words)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;
  guint n_skipped = 0;

  fclose (g_steal_pointer (&place->file));
  g_assert_cmpuint (ponder_test_import_count (place->path, NULL, &n_skipped, &error), ==, n_chats);
  g_assert_cmpint (n_skipped > 0, ==, skips);
  if (error_words == NULL)
    g_assert_no_error (error);
  else
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, error_words));
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
}

/* --- JSON --- */

static void
test_deep (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[" CHAT ",{\"mapping\":");
  put_many (&place, "{\"a\":", 100000);
  put (&place, "1");
  put_many (&place, "}", 100000);
  put (&place, "}," CHAT "]");
  check (&place, 2, TRUE, NULL);
}

static void
test_deep_unclosed (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[" CHAT ",{\"mapping\":");
  put_many (&place, "[", 500000);
  check (&place, 1, FALSE, "unfinished");
}

/* LibreChat's tree is as deep as its chat is long. */
static void
test_deep_tree (void)
{
  const guint n_messages = 50000;
  g_auto(Place) place = { NULL, };
  g_autofree char *found = NULL;

  place_init (&place);
  put (&place, "{\"conversationId\":\"c\",\"title\":\"Deep\",\"recursive\":true,\"messagesTree\":");
  for (guint i = 0; i < n_messages; i++)
    fprintf (place.file, "[{\"messageId\":\"%u\",\"text\":\"\\\"children\\\":[\",\"isCreatedByUser\":%s,\"children\":", i,
             i % 2 == 0 ? "true" : "false");
  put (&place, "[]");
  put_many (&place, ",\"model\":\"after\"}]", n_messages);
  put (&place, "}");
  fclose (g_steal_pointer (&place.file));
  found = ponder_test_import_read (place.path);
  g_assert_nonnull (strstr (found, "assistant 49999 under 49998 model=“after”\n"));
  g_assert_null (strstr (found, "skipped"));
}

static void
test_long_chain (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[{\"conversation_id\":\"long\",\"current_node\":\"0\",\"mapping\":{");
  for (guint i = 0; i < 30000; i++)
    fprintf (place.file, "%s\"%u\":{\"parent\":\"%u\",\"message\":{\"author\":{\"role\":\"user\"},\"content\":"
                         "{\"content_type\":\"text\",\"parts\":[\"x\"]}}}", i > 0 ? "," : "", i, i + 1);
  put (&place, "}}]");
  check (&place, 1, FALSE, NULL);
}

static void
test_huge_string (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[" CHAT ",{\"mapping\":{\"a\":\"");
  put_many (&place, filler, 70);
  put (&place, "\"}}," CHAT "]");
  check (&place, 2, TRUE, NULL);
}

static void
test_many_values (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[" CHAT ",{\"mapping\":{\"a\":[0");
  put_many (&place, ",0", 3000000);
  put (&place, "]}}," CHAT "]");
  check (&place, 2, TRUE, NULL);
}

static void
test_many_tags (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[{\"id\":\"ow\",\"title\":\"t\",\"meta\":{\"tags\":[\"first\"");
  for (guint i = 0; i < 50000; i++)
    fprintf (place.file, ",\"%u\"", i);
  put (&place, "]},\"chat\":{\"models\":[\"m\"],\"history\":{\"currentId\":\"q\",\"messages\":{"
       "\"q\":{\"id\":\"q\",\"parentId\":null,\"childrenIds\":[],\"role\":\"user\",\"content\":\"x\"}}}}}]");
  check (&place, 1, FALSE, NULL);
}

static void
test_bytes (void)
{
  static const char nul[] = "[" CHAT ",{\"mapping\":{\"a\":\"\0\"}}," CHAT "]";
  g_auto(Place) place = { NULL, };

  place_init (&place);
  g_assert_cmpuint (fwrite (nul, sizeof nul - 1, 1, place.file), ==, 1);
  check (&place, 2, TRUE, NULL);
}

static void
test_invalid_utf8 (void)
{
  g_auto(Place) place = { NULL, };
  g_autofree char *found = NULL;

  place_init (&place);
  put (&place, "[{\"conversation_id\":\"u\",\"title\":\"\xff\xfe\\ud800\",\"mapping\":{\"\xc3\":{\"message\":{\"author\":"
               "{\"role\":\"user\"},\"content\":{\"content_type\":\"text\",\"parts\":[\"\xed\xa0\x80 \\u0000\"]}}}}}]");
  fclose (g_steal_pointer (&place.file));
  found = ponder_test_import_read (place.path);
  g_assert_true (g_utf8_validate (found, -1, NULL));
  g_assert_nonnull (strstr (found, "\xef\xbf\xbd"));
}

static void
test_one_of_many (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[");
  for (guint i = 0; i < 1000; i++)
    put (&place, i == 500 ? "{\"mapping\":{]}," : CHAT ",");
  put (&place, CHAT "]");
  check (&place, 1000, TRUE, NULL);
}

static void
test_cut_off (void)
{
  g_auto(Place) place = { NULL, };

  place_init (&place);
  put (&place, "[" CHAT "," CHAT ",{\"mapping\":{\"a");
  check (&place, 2, FALSE, "unfinished");
}

/* --- archives --- */

static GBytes *
make_filled (char  byte,
             gsize length)
{
  char *text = g_malloc (length);

  memset (text, byte, length);
  return g_bytes_new_take (text, length);
}

static void
test_zip_bomb (void)
{
  g_auto(Place) place = { NULL, };
  g_autoptr(GBytes) bomb = make_filled (' ', 100 * 1024 * 1024);

  place_init (&place);
  ponder_test_import_make_zip (place.path, "conversations.json", bomb, NULL);
  check (&place, 0, TRUE, "No file in this archive");
}

static void
test_gzip_bomb (void)
{
  g_auto(Place) place = { NULL, };
  g_autoptr(GBytes) bomb = make_filled (' ', 100 * 1024 * 1024);
  g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (stream, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb), NULL, NULL, &error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  place_init (&place);
  g_assert_cmpuint (fwrite (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)), 1,
                            g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)), place.file), >, 0);
  check (&place, 0, FALSE, "fill the disk");
}

static void
test_gzip (void)
{
  g_auto(Place) place = { NULL, };
  static const char text[] = "[" CHAT "]";
  g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  char packed[1024];
  gsize n_read;
  gsize n_written;
  g_autoptr(GError) error = NULL;

  g_converter_convert (G_CONVERTER (zlib), text, strlen (text), packed, sizeof packed, G_CONVERTER_INPUT_AT_END, &n_read,
                       &n_written, &error);
  g_assert_no_error (error);
  place_init (&place);
  g_assert_cmpuint (fwrite (packed, 1, n_written, place.file), ==, n_written);
  check (&place, 1, FALSE, NULL);
}

/* An archive in an archive stays closed. */
static void
test_nested_zip (void)
{
  g_auto(Place) place = { NULL, };
  g_autoptr(GBytes) chat = g_bytes_new_static ("[" CHAT "]", strlen ("[" CHAT "]"));
  g_autofree char *inner_path = NULL;
  g_autofree char *inner = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  place_init (&place);
  inner_path = g_build_filename (place.folder, "inner", NULL);
  ponder_test_import_make_zip (inner_path, "conversations.json", chat, NULL);
  g_file_get_contents (inner_path, &inner, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (inner, length);
  ponder_test_import_make_zip (place.path, "inner.zip", bytes, "conversations.json", bytes, NULL);
  check (&place, 0, TRUE, "No file in this archive");
}

static void
test_broken_zip (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (3);
  g_autoptr(GBytes) chat = g_bytes_new_static ("[" CHAT "]", strlen ("[" CHAT "]"));
  g_auto(Place) place = { NULL, };
  g_autofree char *whole = NULL;
  gsize length;

  place_init (&place);
  ponder_test_import_make_zip (place.path, "conversations.json", chat, "file-a", chat, NULL);
  g_assert_true (g_file_get_contents (place.path, &whole, &length, NULL));
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *broken = g_memdup2 (whole, length);
      g_autoptr(GError) error = NULL;

      for (guint j = 0; j < 1 + i % 5; j++)
        broken[g_rand_int_range (random, 4, (gint32) length)] = (char) g_rand_int (random);
      g_assert_true (g_file_set_contents (place.path, broken, (gssize) (i % 3 == 0 ? i % length : length), NULL));
      g_assert_cmpuint (ponder_test_import_count (place.path, NULL, NULL, &error), <=, 1);
    }
}

/* --- databases --- */

static void
make_database (const char *path,
               const char *sql)
{
  sqlite3 *db = NULL;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Views and generated columns could count to the end of time; a table with the right name is asked for. */
static void
test_database_tricks (void)
{
  static const char *const tricks[] = {
    "CREATE TABLE secret (api TEXT); INSERT INTO secret VALUES ('canary');"
    "CREATE VIEW chat AS SELECT api AS id, api AS name FROM secret;"
    "CREATE VIEW message AS SELECT 1 AS id, 'canary' AS chat_id, 'user' AS role, api AS content FROM secret",
    "CREATE TABLE message (id, chat_id, role, model, date_time, content); CREATE VIEW chat AS WITH RECURSIVE"
    " n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS name FROM n",
    "CREATE VIRTUAL TABLE chat USING fts5 (id, name); CREATE TABLE message (id, chat_id, role, model, date_time, content)",
    "CREATE TABLE chat (id, name); CREATE TABLE message (id, chat_id, role)",
  };
  g_auto(Place) place = { NULL, };

  place_init (&place);
  for (gsize i = 0; i < G_N_ELEMENTS (tricks); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      make_database (place.path, tricks[i]);
      g_assert_cmpuint (ponder_test_import_count (place.path, NULL, NULL, &error), ==, 0);
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
    }
}

static void
test_broken_database (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  g_autofree char *sql_path = ponder_test_import_path ("alpaca.sql");
  g_autofree char *sql = NULL;
  g_autofree char *whole = NULL;
  g_auto(Place) place = { NULL, };
  gsize length;

  place_init (&place);
  g_assert_true (g_file_get_contents (sql_path, &sql, NULL, NULL));
  make_database (place.path, sql);
  g_assert_true (g_file_get_contents (place.path, &whole, &length, NULL));
  for (guint i = 0; i < 150; i++)
    {
      g_autofree char *broken = g_memdup2 (whole, length);
      g_autoptr(GError) error = NULL;

      for (guint j = 0; j < 20; j++)
        broken[g_rand_int_range (random, 16, (gint32) length)] = (char) g_rand_int (random);
      g_assert_true (g_file_set_contents (place.path, broken, (gssize) (i % 3 == 0 ? i * 100 : length), NULL));
      ponder_test_import_count (place.path, NULL, NULL, &error);
    }
}

/* --- mutations --- */

static const char *const fixtures[] = {
  "alpaca.json", "chatbox-old.json", "chatbox.json", "chatgpt.json", "cherry.json", "claude.json", "fine-tuning.jsonl",
  "jan.jsonl", "librechat-flat.json", "librechat-recursive.json", "messages.json", "newelle.json", "openwebui.json",
  "sharegpt.json", "sharegpt.jsonl", "simplellmfront.json",
};

static GBytes *
load (const char *name)
{
  g_autofree char *path = ponder_test_import_path (name);
  char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
check_pieces (GBytes *bytes,
              GRand  *random)
{
  g_autofree char *whole = ponder_test_import_feed (bytes, random, 1000000);
  g_autofree char *cut = ponder_test_import_feed (bytes, random, 20);

  g_assert_cmpstr (cut, ==, whole);
}

/* Bytes that are wrong, missing or there twice. */
static void
test_mutations (void)
{
  static const char alphabet[] = "{}[]\",:\\0\xff\n null";
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint i = 0; i < (g_test_slow () ? 40000 : 2000); i++)
    {
      g_autoptr(GBytes) original = load (fixtures[i % G_N_ELEMENTS (fixtures)]);
      g_autoptr(GByteArray) mutant = g_bytes_unref_to_array (g_bytes_ref (original));
      g_autoptr(GBytes) bytes = NULL;

      for (gint32 n = g_rand_int_range (random, 1, 6); n > 0 && mutant->len > 10; n--)
        {
          guint at = (guint) g_rand_int_range (random, 0, (gint32) mutant->len - 8);

          if (n % 3 == 0)
            g_byte_array_remove_range (mutant, at, (guint) g_rand_int_range (random, 1, 8));
          else
            mutant->data[at] = (guint8) alphabet[g_rand_int_range (random, 0, (gint32) sizeof alphabet - 1)];
        }
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&mutant));
      check_pieces (bytes, random);
    }
}

static JsonNode *
make_value (GRand *random)
{
  static const char *const values[] = { "null", "true", "-1", "1e308", "\"\"", "\"a1\"", "[]", "{}", "[[1]]", "[null,{}]",
                                        "{\"id\":[]}", "[\"x\",7]" };

  return ponder_json_parse (values[g_rand_int_range (random, 0, (gint32) G_N_ELEMENTS (values))], -1, NULL);
}

/* Walks down from @node by chance and puts something else where it gets to. */
static void
change_type (JsonNode *node,
             GRand    *random)
{
  for (guint depth = 0; depth < 12; depth++)
    {
      gboolean here = g_rand_int_range (random, 0, 5) == 0;

      if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
        {
          JsonArray *array = json_node_get_array (node);
          guint index = (guint) g_rand_int_range (random, 0, (gint32) json_array_get_length (array));

          if (here)
            {
              json_array_remove_element (array, index);
              json_array_add_element (array, make_value (random));
              return;
            }
          node = json_array_get_element (array, index);
        }
      else if (JSON_NODE_HOLDS_OBJECT (node) && json_object_get_size (json_node_get_object (node)) > 0)
        {
          JsonObject *object = json_node_get_object (node);
          g_autoptr(GList) members = json_object_get_members (object);
          const char *name = g_list_nth_data (members, (guint) g_rand_int_range (random, 0, (gint32) g_list_length (members)));

          if (here || JSON_NODE_HOLDS_VALUE (json_object_get_member (object, name)))
            {
              json_object_set_member (object, name, make_value (random));
              return;
            }
          node = json_object_get_member (object, name);
        }
      else
        return;
    }
}

static void
test_types (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint i = 0; i < (g_test_slow () ? 40000 : 2000); i++)
    {
      const char *name = fixtures[i % G_N_ELEMENTS (fixtures)];
      g_autoptr(GBytes) original = load (name);
      g_autoptr(JsonNode) root = NULL;
      g_autofree char *text = NULL;
      g_autoptr(GBytes) bytes = NULL;

      if (g_str_has_suffix (name, ".jsonl"))
        continue;
      root = ponder_json_parse (g_bytes_get_data (original, NULL), (gssize) g_bytes_get_size (original), NULL);
      for (gint32 n = g_rand_int_range (random, 1, 5); n > 0; n--)
        change_type (root, random);
      text = ponder_json_to_string (root);
      bytes = g_bytes_new (text, strlen (text));
      check_pieces (bytes, random);
    }
}

/* --- the one who reads --- */

static gboolean
refuse_cb (PonderConversation  *conversation,
           gpointer             user_data,
           GError             **error)
{
  guint *n_taken = user_data;

  ponder_conversation_free (conversation);
  if (++*n_taken < 3)
    return TRUE;
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL, "full");
  return FALSE;
}

static gboolean
cancel_cb (PonderConversation  *conversation,
           gpointer             user_data,
           GError             **error)
{
  ponder_conversation_free (conversation);
  g_cancellable_cancel (user_data);
  return TRUE;
}

static void
skip_cb (const char *what,
         const char *why,
         gpointer    user_data)
{
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
}

/* Who cannot take any more is asked no more, and his words are the import's. */
static void
test_stops (void)
{
  static const PonderImportSink full = { refuse_cb, skip_cb, progress_cb };
  static const PonderImportSink cancel = { cancel_cb, skip_cb, progress_cb };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Place) place = { NULL, };
  g_autoptr(GError) error = NULL;
  guint n_taken = 0;

  place_init (&place);
  put (&place, "[");
  put_many (&place, CHAT ",", 100);
  put (&place, CHAT "]");
  fclose (g_steal_pointer (&place.file));

  g_assert_false (ponder_importer_read (place.path, &full, &n_taken, NULL, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL);
  g_assert_cmpuint (n_taken, ==, 3);
  g_clear_error (&error);
  g_assert_false (ponder_importer_read (place.path, &cancel, cancellable, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- size --- */

/* The most memory that this process ever had, in bytes. */
static gsize
get_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (gsize) usage.ru_maxrss * 1024;
}

/* Chats of all sizes up to 2 MB. A sanitizer keeps what is freed, so that with one only the reading is tested. */
static void
test_size (void)
{
#ifdef __SANITIZE_ADDRESS__
  const guint64 wanted = 30 * 1024 * 1024;
#else
  const guint64 wanted = (g_test_slow () ? 1024 : 200) * G_GUINT64_CONSTANT (1024 * 1024);
#endif
  g_autofree char *words = g_strnfill (1000, 'w');
  g_auto(Place) place = { NULL, };
  guint64 size = 0;
  guint n_chats = 0;
  gsize before;

  place_init (&place);
  put (&place, "[");
  for (; size < wanted; n_chats++)
    {
      guint n_messages = 1 + (n_chats * 37) % 2000;

      size += (guint64) fprintf (place.file, "%s{\"conversation_id\":\"c%u\",\"mapping\":{", n_chats > 0 ? "," : "", n_chats);
      for (guint i = 0; i < n_messages; i++)
        size += (guint64) fprintf (place.file, "%s\"m%u\":{\"parent\":\"m%d\",\"message\":{\"author\":{\"role\":\"user\"},"
                                   "\"content\":{\"content_type\":\"text\",\"parts\":[\"%s\"]}}}", i > 0 ? "," : "", i,
                                   (int) i - 1, words);
      put (&place, "}}");
    }
  put (&place, "]");
  before = get_peak ();
  check (&place, n_chats, FALSE, NULL);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (get_peak () - before, <, 200 * 1024 * 1024);
#endif
  g_test_message ("%u chats, %" G_GUINT64_FORMAT " bytes, %" G_GSIZE_FORMAT " bytes of memory", n_chats, size,
                  get_peak () - before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* First: the peak of memory never goes down again. */
  g_test_add_func ("/transfer/import-hostile/keeps-memory-bounded", test_size);
  g_test_add_func ("/transfer/import-hostile/skips-a-chat-that-is-too-deep", test_deep);
  g_test_add_func ("/transfer/import-hostile/ends-where-brackets-never-close", test_deep_unclosed);
  g_test_add_func ("/transfer/import-hostile/takes-a-tree-of-any-depth", test_deep_tree);
  g_test_add_func ("/transfer/import-hostile/takes-a-long-chat", test_long_chain);
  g_test_add_func ("/transfer/import-hostile/skips-a-chat-that-is-too-large", test_huge_string);
  g_test_add_func ("/transfer/import-hostile/skips-a-chat-of-too-many-values", test_many_values);
  g_test_add_func ("/transfer/import-hostile/takes-any-number-of-tags", test_many_tags);
  g_test_add_func ("/transfer/import-hostile/skips-a-chat-with-nul-bytes", test_bytes);
  g_test_add_func ("/transfer/import-hostile/repairs-utf8", test_invalid_utf8);
  g_test_add_func ("/transfer/import-hostile/loses-one-of-a-thousand", test_one_of_many);
  g_test_add_func ("/transfer/import-hostile/keeps-what-came-before-the-end", test_cut_off);
  g_test_add_func ("/transfer/import-hostile/is-not-blown-up-by-a-zip", test_zip_bomb);
  g_test_add_func ("/transfer/import-hostile/is-not-blown-up-by-gzip", test_gzip_bomb);
  g_test_add_func ("/transfer/import-hostile/reads-gzip", test_gzip);
  g_test_add_func ("/transfer/import-hostile/opens-no-archive-in-an-archive", test_nested_zip);
  g_test_add_func ("/transfer/import-hostile/survives-broken-archives", test_broken_zip);
  g_test_add_func ("/transfer/import-hostile/asks-nothing-of-tricky-databases", test_database_tricks);
  g_test_add_func ("/transfer/import-hostile/survives-broken-databases", test_broken_database);
  g_test_add_func ("/transfer/import-hostile/survives-wrong-bytes", test_mutations);
  g_test_add_func ("/transfer/import-hostile/survives-wrong-types", test_types);
  g_test_add_func ("/transfer/import-hostile/stops-when-it-is-told-to", test_stops);
  return g_test_run ();
}
