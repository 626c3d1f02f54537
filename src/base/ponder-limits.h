/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every limit with its reason. */

#pragma once

/* json-glib 1.6 overflows the stack between 4,600 levels (512 KiB thread) and 75,000 (8 MiB). */
#define PONDER_JSON_DEPTH_LIMIT 512

/* One line of an event stream. Providers put whole images on one line; 16 MiB holds any real
 * one. */
#define PONDER_LINE_LIMIT (16 * 1024 * 1024)

/* A body that is not a stream: model lists, complete answers. */
#define PONDER_BODY_LIMIT (64 * 1024 * 1024)

/* What is read and kept of an error's body. */
#define PONDER_ERROR_BODY_LIMIT (64 * 1024)

/* All text of one answer; a model in a loop must not fill the disk. */
#define PONDER_ANSWER_LIMIT (8 * 1024 * 1024)

/* Nesting of quotes and lists that is shown; deeper text is shown flat. GTK fails past 10,000. */
#define PONDER_MARKDOWN_DEPTH_LIMIT 32

/* Processor time for the Markdown of one message, in microseconds; a real one of 1 MB takes
 * 25,000. */
#define PONDER_MARKDOWN_COST_US 50000

/* An address of a link. Browsers have limits of this size, and no person can check a longer one;
 * data: addresses of images, which nothing follows, are many times longer. */
#define PONDER_ADDRESS_LIMIT 8192

/* A display paragraph longer than this is cut in two: Pango's line breaking is quadratic. */
#define PONDER_PARAGRAPH_LIMIT 4096

/* A formula that is longer, deeper or has more parts than this is shown as its source: no page of
 * mathematics comes near it, and what it takes to lay it out stays below the time of a frame. */
#define PONDER_TEX_LIMIT 8192
#define PONDER_TEX_DEPTH_LIMIT 64
#define PONDER_TEX_NODE_LIMIT 4000

/* A run without a break longer than this wraps by character. */
#define PONDER_UNBROKEN_LIMIT 500

/* Rows of a table that are shown before it is folded. */
#define PONDER_TABLE_ROW_LIMIT 500

/* Partial text of a streaming answer reaches the disk at most this often: what a crash may lose. */
#define PONDER_AUTOSAVE_MS 250

/* A changing text is shown at most once per frame of a 60 Hz screen. */
#define PONDER_FRAME_MS 16
