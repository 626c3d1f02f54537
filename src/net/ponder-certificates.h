/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers are trusted: those that this computer trusts, and those of a file. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PONDER_TYPE_CERTIFICATES (ponder_certificates_get_type ())

G_DECLARE_FINAL_TYPE (PonderCertificates, ponder_certificates, PONDER, CERTIFICATES, GTlsDatabase)

/* Trusts what either of them does. */
GTlsDatabase *ponder_certificates_new       (GTlsDatabase          *system,
                                             GTlsDatabase          *own);
/* Reads from the disk, for some ten milliseconds: not on the main thread. @ca_file (nullable): PEM, trusted
 * beside this computer's own. PONDER_ERROR_INVALID_REQUEST names the file. (transfer full) */
GTlsDatabase *ponder_certificates_load      (const char            *ca_file,
                                             GError               **error);
/* G_TLS_ERROR_BAD_CERTIFICATE that says in words what is wrong. (transfer full) */
GError       *ponder_certificates_new_error (GTlsCertificateFlags   problems);

G_END_DECLS
