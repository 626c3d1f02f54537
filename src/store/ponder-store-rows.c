/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading the sessions gives, in a form that whoever waits for it takes over as it is. */

#include "config.h"

#include "ponder-store-rows.h"

PonderStoreSessions *
ponder_store_sessions_new (void)
{
  PonderStoreSessions *self = g_new0 (PonderStoreSessions, 1);

  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->sessions_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->trash = g_ptr_array_new_with_free_func (g_object_unref);
  self->trash_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
ponder_store_sessions_free (PonderStoreSessions *self)
{
  g_clear_pointer (&self->sessions_by_id, g_hash_table_unref);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->trash_by_id, g_hash_table_unref);
  g_clear_pointer (&self->trash, g_ptr_array_unref);
  g_free (self);
}

void
ponder_store_change_free (PonderStoreChange *self)
{
  g_free (self->id);
  g_clear_object (&self->session);
  g_free (self);
}

PonderStoreHits *
ponder_store_hits_new (void)
{
  PonderStoreHits *self = g_new0 (PonderStoreHits, 1);

  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
ponder_store_hits_free (PonderStoreHits *self)
{
  g_ptr_array_unref (self->hits);
  g_free (self);
}
